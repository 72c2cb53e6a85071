using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Tandem.Server.Tests.Records;

/// <summary>A server that call records are pushed to: it fails and is slow when a test wants it.</summary>
internal sealed class ReportServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly Lock _lock = new();
    private readonly List<long> _numbers = [];
    private readonly HashSet<Guid> _ids = [];

    private ReportServer()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.MapPost("/cdr", Receive);
    }

    /// <summary>Where to push.</summary>
    public string Address => _app.Urls.First() + "/cdr";

    /// <summary>What it answers.</summary>
    public int Status { get; set; } = 200;

    /// <summary>What requests wait for before they are answered; null = nothing.</summary>
    public Task? Hanging { get; set; }

    /// <summary>How many requests have come.</summary>
    public int Requests { get; private set; }

    /// <summary>The numbers it has taken in, in order, those that came twice also twice.</summary>
    public IReadOnlyList<long> Numbers
    {
        get
        {
            lock (_lock) return [.. _numbers];
        }
    }

    /// <summary>How many different records it has.</summary>
    public int Different
    {
        get
        {
            lock (_lock) return _ids.Count;
        }
    }

    public static async Task<ReportServer> Start()
    {
        var server = new ReportServer();
        await server._app.StartAsync();
        return server;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task Receive(HttpContext context)
    {
        var body = await JsonSerializer.DeserializeAsync<JsonElement>(context.Request.Body);
        lock (_lock)
        {
            Requests++;
            foreach (var record in body.GetProperty("records").EnumerateArray())
            {
                _numbers.Add(record.GetProperty("number").GetInt64());
                _ids.Add(record.GetProperty("id").GetGuid());
            }
        }
        if (Hanging is { } hanging) await hanging.WaitAsync(context.RequestAborted);
        context.Response.StatusCode = Status;
    }
}
