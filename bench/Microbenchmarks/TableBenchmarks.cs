using System.Text;
using BenchmarkDotNet.Attributes;
using Tandem.Switching.Accounts;
using Tandem.Switching.Registration;
using Tandem.Testing.Phones;

namespace Tandem.Microbenchmarks;

/// <summary>The tables that hold every phone, small and great: what growth costs is the memory's distance.</summary>
public class TableBenchmarks
{
    private const long Now = 1_800_000_000_000;

    private readonly EndpointIndex _index = new();
    private readonly LocationTable _locations = new(Now);
    private byte[][] _names = [];
    private ulong[] _hashes = [];
    private string[] _texts = [];
    private uint _random = 1;
    private uint _cseq = 1;

    [Params(1_000, 1_000_000)]
    public int Phones { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _texts = [.. Enumerable.Range(0, Phones).Select(i => $"{10_000_000 + i}")];
        _names = [.. _texts.Select(Encoding.ASCII.GetBytes)];
        _hashes = [.. _texts.Select(NameHash.Of)];
        foreach (var name in _texts) _index.Set(new Phone { Name = name });
        for (var i = 0; i < Phones; i++)
        {
            using var contacts = _locations.Open(_texts[i], _hashes[i]);
            contacts.Add(Draft(i));
        }
    }

    [Benchmark]
    public Endpoint? FindEndpoint()
    {
        var i = Next();
        return _index.Find(_hashes[i]);
    }

    [Benchmark]
    public void RefreshBinding()
    {
        var i = Next();
        using var contacts = _locations.Open(_texts[i], _hashes[i]);
        contacts.Refresh(contacts.First!, Draft(i));
    }

    // A phone of no order, so that the processor cannot guess what comes next.
    private int Next()
    {
        _random = _random * 1664525 + 1013904223;
        return (int)((ulong)_random * (uint)Phones >> 32);
    }

    private BindingDraft Draft(int i) => new()
    {
        Contact = _names[i], CallIdHash = i, CSeq = _cseq++, Q = 1000, UserAgent = "phone", Flow = ReferencePhone.Flow,
        Now = Now, ExpiresAt = Now + 3_600_000,
    };
}
