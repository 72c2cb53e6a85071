namespace Tandem.Switching.Gateways;

/// <summary>What a routing gateway with the longest matching prefix does to those with shorter ones.</summary>
public enum PrefixMode : byte
{
    /// <summary>Gateways with shorter prefixes are not tried.</summary>
    Terminate,
    /// <summary>Gateways with shorter prefixes are tried after it.</summary>
    Continue,
}
