using System.Net;
using System.Text.Json.Nodes;

namespace Tandem.Interop.Tests.Records;

/// <summary>A server that records are pushed to. It answers 503 until it is told to take them.</summary>
internal sealed class RecordReceiver : IDisposable
{
    private readonly HttpListener _listener = new();
    private readonly List<(long Number, string Id)> _taken = [];
    private volatile bool _takes;
    private int _refused;

    /// <summary>A server at a port.</summary>
    public RecordReceiver(int port)
    {
        Address = $"http://127.0.0.1:{port}/cdr/";
        _listener.Prefixes.Add(Address);
        _listener.Start();
        _ = Task.Run(ServeAsync);
    }

    /// <summary>Where to push.</summary>
    public string Address { get; }

    /// <summary>How many requests it has refused.</summary>
    public int Refused => Volatile.Read(ref _refused);

    /// <summary>The numbers and identifiers that it has taken, in the order in which they came.</summary>
    public IReadOnlyList<(long Number, string Id)> Taken
    {
        get
        {
            lock (_taken) return [.. _taken];
        }
    }

    /// <summary>Takes records from now on.</summary>
    public void Take() => _takes = true;

    /// <inheritdoc/>
    public void Dispose() => _listener.Close();

    private async Task ServeAsync()
    {
        while (_listener.IsListening)
        {
            HttpListenerContext context;
            try
            {
                context = await _listener.GetContextAsync();
            }
            catch (Exception end) when (end is HttpListenerException or ObjectDisposedException)
            {
                return;
            }
            Answer(context);
        }
    }

    private void Answer(HttpListenerContext context)
    {
        var body = JsonNode.Parse(context.Request.InputStream)!;
        if (_takes)
        {
            lock (_taken) _taken.AddRange(body["records"]!.AsArray().Select(record => ((long)record!["number"]!, (string)record["id"]!)));
        }
        else Interlocked.Increment(ref _refused);
        context.Response.StatusCode = _takes ? 200 : 503;
        context.Response.Close();
    }
}
