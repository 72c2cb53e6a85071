using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;
using Tandem.Api;
using Tandem.Api.Auth;
using Tandem.Api.Metrics;
using Tandem.Api.Running;
using Tandem.Sip.Flows;
using Tandem.Switching.Accounts;
using Tandem.Switching.Operators;
using Tandem.Switching.Parameters;
using Tandem.Switching.Protection;
using Tandem.Switching.Registration;
using Tandem.Switching.Routing;
using Tandem.Testing;
using Directory = Tandem.Switching.Accounts.Directory;

namespace Tandem.Server.Tests.Api;

/// <summary>The API on a port of its own over a switch in memory, and a client with the local token.</summary>
public sealed class TestApi : ISwitchStatus, IMetricsSource, IBackupSource, IAsyncDisposable
{
    public const string LocalToken = "tandem_local-token-of-the-test";

    private readonly WebApplication _app;

    private TestApi()
    {
        var directory = new Directory();
        var parameters = new CurrentParameters(ParameterSet.Defaults);
        var suspensions = new EndpointSuspension();
        var locations = new LocationTable(Clock.NowMs);
        var registrar = new RegistrarState(directory, parameters, locations, new LocalDomains(["192.0.2.1"], []));
        Parts = new SwitchParts
        {
            Directory = directory, Parameters = parameters, Configuration = Store, Operators = Operators, Secrets = Secrets,
            Editor = new ConfigurationEditor(Store, directory, parameters, Secrets, RandomNumberGenerator.Fill),
            Locations = locations, Routing = new RoutingState(registrar, new GatewayStates(), TimeZoneInfo.Utc), Suspensions = suspensions, SuspensionHistory = new MemorySuspensionHistory(suspensions),
            Records = Records, LiveCalls = LiveCalls, Gateways = Gateways,
            Status = this, Metrics = this, Backup = this, LocalToken = LocalToken, Clock = Clock,
        };
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddTandemApi(Parts);
        _app = builder.Build();
        _app.MapTandemApi();
    }

    public FakeClock Clock { get; } = new();

    public MemoryConfigurationStore Store { get; } = new();

    public MemoryOperatorStore Operators { get; } = new();

    public MemorySecretBox Secrets { get; } = new();

    public MemoryCallRecordStore Records { get; } = new();

    public SwitchParts Parts { get; }

    public MemoryLiveCalls LiveCalls { get; } = new();

    public MemoryGatewayWatch Gateways { get; } = new();

    public HttpClient Client { get; private set; } = null!;

    public IServiceProvider Services => _app.Services;

    public bool IsReady { get; set; } = true;

    public static async Task<TestApi> Start()
    {
        var api = new TestApi();
        await api._app.StartAsync();
        api.Client = api.ClientWith(LocalToken);
        return api;
    }

    public HttpClient ClientWith(string? token)
    {
        var client = new HttpClient { BaseAddress = new Uri(_app.Urls.First()) };
        if (token is not null) client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return client;
    }

    /// <summary>A token of that scope, kept in the table as if an administrator had made it.</summary>
    public async Task<string> TokenOf(TokenScope scope, params string[] allow)
    {
        var answer = await Post("/api/v1/tokens", new { name = $"t{Guid.NewGuid():n}", scope = scope.ToString().ToLowerInvariant(), allow });
        return answer.Json.GetProperty("token").GetString()!;
    }

    public Task<Answered> Get(string path, HttpClient? client = null) => Send(HttpMethod.Get, path, null, client);

    public Task<Answered> Post(string path, object body, HttpClient? client = null) => Send(HttpMethod.Post, path, JsonContent.Create(body), client);

    public Task<Answered> Patch(string path, object body) => Send(HttpMethod.Patch, path, JsonContent.Create(body), null);

    public Task<Answered> Put(string path, object body, HttpClient? client = null) => Send(HttpMethod.Put, path, JsonContent.Create(body), client);

    public Task<Answered> Delete(string path, HttpClient? client = null) => Send(HttpMethod.Delete, path, null, client);

    public Task<Answered> PostText(string path, string body, string type = "text/csv") =>
        Send(HttpMethod.Post, path, new StringContent(body, Encoding.UTF8, type), null);

    public async Task<Answered> Send(HttpMethod method, string path, HttpContent? content, HttpClient? client)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        using var response = await (client ?? Client).SendAsync(request);
        return new Answered(response, await response.Content.ReadAsStringAsync());
    }

    /// <summary>Registers a contact as if a REGISTER had come.</summary>
    public void Register(string number, string source, string userAgent = "phone/1.0", int expires = 3600, SipTransport transport = SipTransport.Udp)
    {
        IpEndpoint.TryParse(source, 5060, out var remote);
        using var contacts = Parts.Locations.Open(number, NameHash.Of(number));
        contacts.Add(new BindingDraft
        {
            Contact = Encoding.UTF8.GetBytes($"sip:{number}@{remote}"), CallIdHash = 1, CSeq = 1, Q = 1000, UserAgent = userAgent,
            Flow = new Flow(transport, 0, remote), Now = Clock.NowMs, ExpiresAt = Clock.NowMs + expires * 1000L,
        });
    }

    /// <summary>Suspends a number from a source as if wrong passwords had come.</summary>
    public void Suspend(string number, string source)
    {
        IpEndpoint.TryParse(source, 5060, out var remote);
        var settings = SuspensionSettings.Of(Parts.Parameters.Set);
        for (var i = 0; i < settings.Retry; i++)
        {
            Parts.Suspensions.Fail(Encoding.UTF8.GetBytes(number), NameHash.Of(number), remote, "friendly-scanner", Clock.NowMs, settings, false);
        }
    }

    public void AddUser(string name, string password, TokenScope scope = TokenScope.Admin) => Operators.Save(
        new User(name, UserPasswords.Hash(password), scope), new AuditEntry(0, new Actor("test", "-"), "user add", name, null, null));

    SwitchState ISwitchStatus.Read() => new()
    {
        StartedAt = new DateTimeOffset(2026, 1, 1, 11, 0, 0, TimeSpan.Zero), Listeners = ["udp:0.0.0.0:5060"], Shards = 2,
        StoreEngine = "memory", DataFolder = "data",
    };

    IEnumerable<Metric> IMetricsSource.Collect() => [Metric.Gauge("tandem_registrations", "Registered contacts.", Parts.Locations.Count)];

    Stream IBackupSource.Open() => new MemoryStream("a copy of the store"u8.ToArray());

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.DisposeAsync();
    }
}

/// <summary>An answer with its body read.</summary>
public sealed record Answered(HttpResponseMessage Response, string Body)
{
    public int Status => (int)Response.StatusCode;

    public JsonElement Json => JsonDocument.Parse(Body).RootElement;

    /// <summary>The fields that a problem names, with the first message of each.</summary>
    public IReadOnlyDictionary<string, string> Errors =>
        Json.GetProperty("errors").EnumerateObject().ToDictionary(e => e.Name, e => e.Value[0].GetString()!);
}
