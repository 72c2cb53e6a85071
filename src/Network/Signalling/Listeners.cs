using System.Net.Sockets;
using System.Security.Cryptography;
using Tandem.Sip.Flows;

namespace Tandem.Network.Signalling;

/// <summary>
/// The listeners of the switch, made to match what the operator lists while it runs: those that stay are not touched, the
/// connections of those that go are closed.
/// </summary>
/// <param name="shards">Opens the UDP sockets.</param>
/// <param name="table">Takes the connections.</param>
/// <param name="certificate">
/// Makes the certificate when the first listener for TLS or secure WebSocket is opened; kept, and disposed with the listeners.
/// </param>
public sealed class Listeners(IUdpShards shards, ConnectionTable table, Func<TlsCertificate> certificate) : IAsyncDisposable
{
    private readonly SemaphoreSlim _oneChange = new(1, 1);
    private readonly List<(OpenListener Listener, ISignallingEndpoint Endpoint)> _open = [];
    private volatile OpenListener[] _snapshot = [];
    private TlsCertificate? _certificate;
    private ushort _lastIndex = ushort.MaxValue;

    /// <summary>What is open now, in the order of opening. Thread-safe.</summary>
    public IReadOnlyList<OpenListener> Open => _snapshot;

    /// <summary>The open listener with an index, or null. Thread-safe.</summary>
    public OpenListener? Find(ushort index) => Array.Find(_snapshot, listener => listener.Index == index);

    /// <summary>
    /// Closes what is no longer wanted, then opens what is new. What cannot be opened is left out and the rest goes on.
    /// </summary>
    /// <returns>One line for each address that could not be opened; empty when all is as wanted.</returns>
    public async Task<IReadOnlyList<string>> ApplyAsync(IReadOnlyList<SipListen> wanted)
    {
        await _oneChange.WaitAsync();
        try
        {
            await CloseAsync([.. _open.Where(open => !wanted.Contains(open.Listener.Listen))]);
            var errors = new List<string>();
            foreach (var listen in wanted) await OpenAsync(listen, errors);
            return errors;
        }
        finally
        {
            _oneChange.Release();
        }
    }

    /// <summary>Closes all listeners and their connections.</summary>
    public async ValueTask DisposeAsync()
    {
        await ApplyAsync([]);
        _certificate?.Dispose();
    }

    private async Task CloseAsync((OpenListener Listener, ISignallingEndpoint Endpoint)[] unwanted)
    {
        foreach (var open in unwanted)
        {
            await open.Endpoint.DisposeAsync();
            table.CloseListener(open.Listener.Index);
            _open.Remove(open);
            Publish();
        }
    }

    private async Task OpenAsync(SipListen listen, List<string> errors)
    {
        foreach (var local in listen.Endpoints)
        {
            if (_open.Exists(open => open.Listener.Listen == listen && open.Listener.Asked == local)) continue;
            // "All addresses" are those of IPv4 alone on a machine without IPv6.
            if (listen.Address is null && !local.IsV4 && !Socket.OSSupportsIPv6) continue;
            try
            {
                var index = NextIndex();
                var endpoint = await OpenAsync(listen.Transport, index, local);
                _open.Add((new OpenListener(index, listen, local, endpoint.Local), endpoint));
                Publish();
            }
            catch (Exception e) when (e is SocketException or IOException or UnauthorizedAccessException or CryptographicException)
            {
                errors.Add($"{new SipListen(listen.Transport, local, local.Port)}: {Reason(e, listen.Transport, local)}");
            }
        }
    }

    private async Task<ISignallingEndpoint> OpenAsync(SipTransport transport, ushort index, IpEndpoint local) => transport switch
    {
        SipTransport.Udp => await UdpListener.OpenAsync(index, local, shards),
        SipTransport.Tcp => new TcpEndpoint(index, local, table),
        SipTransport.Tls => new TlsEndpoint(index, local, table, _certificate ??= certificate()),
        SipTransport.Ws => await WebSocketHost.StartAsync(index, local, table, null),
        _ => await WebSocketHost.StartAsync(index, local, table, _certificate ??= certificate()),
    };

    // Never the index of one that was closed a moment ago: its flows may still be on their way through a shard.
    private ushort NextIndex()
    {
        do _lastIndex++;
        while (_open.Exists(open => open.Listener.Index == _lastIndex));
        return _lastIndex;
    }

    private void Publish() => _snapshot = [.. _open.Select(open => open.Listener)];

    private string Reason(Exception error, SipTransport transport, IpEndpoint local)
    {
        if (error is not SocketException refusal) return $"the TLS certificate cannot be used: {error.Message}";
        return refusal.SocketErrorCode switch
        {
            SocketError.AddressAlreadyInUse when Overlapping(transport, local) is { } other => $"the address is in use by our listener {other}",
            SocketError.AddressAlreadyInUse => "the address is in use by another program",
            SocketError.AddressNotAvailable => "this machine has no such address",
            SocketError.AccessDenied => "ports below 1024 need the right to bind them (CAP_NET_BIND_SERVICE)",
            SocketError.AddressFamilyNotSupported => "this machine has no IPv6",
            _ => refusal.Message,
        };
    }

    private OpenListener? Overlapping(SipTransport transport, IpEndpoint local) => Array.Find(_snapshot, listener =>
        (listener.Listen.Transport == SipTransport.Udp) == (transport == SipTransport.Udp)
        && listener.Local.Port == local.Port && listener.Local.IsV4 == local.IsV4);
}
