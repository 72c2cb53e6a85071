namespace Tandem.Api.Running;

/// <summary>Makes a copy of the store while the switch runs; the server implements it.</summary>
public interface IBackupSource
{
    /// <summary>
    /// A consistent copy of the store, from its first byte. Closing the stream removes whatever was made for it. Throws
    /// StoreUnavailableException when the copy cannot be made.
    /// </summary>
    Stream Open();
}
