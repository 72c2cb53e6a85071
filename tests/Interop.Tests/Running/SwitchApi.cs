using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;

namespace Tandem.Interop.Tests.Running;

/// <summary>The HTTP API of a running switch, as an operator's program uses it.</summary>
public sealed class SwitchApi : IDisposable
{
    private readonly HttpClient _client;

    /// <summary>Uses the API at an address such as http://127.0.0.1:8080.</summary>
    public SwitchApi(string address, string token)
    {
        Address = new Uri(address);
        _client = new HttpClient { BaseAddress = new Uri(Address, "/api/v1/"), Timeout = TimeSpan.FromSeconds(60) };
        _client.DefaultRequestHeaders.Authorization = new("Bearer", token);
    }

    /// <summary>The HTTP address.</summary>
    public Uri Address { get; }

    /// <summary>Adds a phone with the password "secret-NUMBER" unless another is given.</summary>
    public async Task AddPhoneAsync(string number, string? password = null) =>
        await SendAsync(HttpMethod.Post, "phones", new { number, password = password ?? $"secret-{number}" });

    /// <summary>Adds phones, each with the password "secret-NUMBER".</summary>
    public async Task AddPhonesAsync(IEnumerable<string> numbers)
    {
        var csv = new StringBuilder("number,password\n");
        foreach (var number in numbers) csv.Append($"{number},secret-{number}\n");
        using var body = new StringContent(csv.ToString(), Encoding.UTF8, "text/csv");
        using var answer = await _client.PostAsync("phones/import", body);
        await EnsureGoodAsync(answer);
    }

    /// <summary>Sets a parameter.</summary>
    public async Task SetAsync(string parameter, string value) => await SendAsync(HttpMethod.Put, $"parameters/{parameter}", new { value });

    /// <summary>The contacts of a number; none when it is not registered.</summary>
    public async Task<IReadOnlyList<JsonNode>> RegistrationsAsync(string number)
    {
        using var answer = await _client.GetAsync($"registrations/{number}");
        if (answer.StatusCode == HttpStatusCode.NotFound) return [];
        await EnsureGoodAsync(answer);
        return [.. (await answer.Content.ReadFromJsonAsync<JsonArray>())!.Select(item => item!)];
    }

    /// <summary>The numbers that are registered now.</summary>
    public async Task<IReadOnlySet<string>> RegisteredNumbersAsync()
    {
        var csv = await _client.GetStringAsync("registrations/export");
        return csv.Split("\n", StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(row => row.Split(',')[0].Trim('"', '\r')).ToHashSet();
    }

    /// <summary>The suspensions in force of a number.</summary>
    public async Task<IReadOnlyList<JsonNode>> SuspensionsAsync(string number) =>
        [.. (await GetAsync($"suspensions?number={number}"))["items"]!.AsArray().Select(item => item!)];

    /// <summary>The open listeners.</summary>
    public async Task<IReadOnlyList<string>> ListenersAsync() =>
        [.. (await GetAsync("status"))["switch"]!["listeners"]!.AsArray().Select(listener => (string)listener!)];

    /// <summary>How many changes of registrations have been written to disk since the start.</summary>
    public async Task<long> WrittenAsync() => (long)(await GetAsync("status"))["switch"]!["journal"]!["written"]!;

    /// <summary>Adds a thing to a collection.</summary>
    public async Task AddAsync(string path, object body) => await SendAsync(HttpMethod.Post, path, body);

    /// <summary>Changes fields of a thing.</summary>
    public async Task ChangeAsync(string path, object body) => await SendAsync(HttpMethod.Patch, path, body);

    /// <summary>A figure among the metrics, by its name with its labels.</summary>
    public async Task<double> MetricAsync(string name)
    {
        var text = await _client.GetStringAsync(new Uri(Address, "/metrics"));
        var line = text.Split('\n').FirstOrDefault(line => line.StartsWith(name + " ", StringComparison.Ordinal));
        Assert.True(line is not null, $"There is no {name} in:\n{text}");
        return double.Parse(line[(name.Length + 1)..], CultureInfo.InvariantCulture);
    }

    /// <summary>Reads a resource.</summary>
    public async Task<JsonNode> GetAsync(string path) => (await _client.GetFromJsonAsync<JsonNode>(path))!;

    /// <summary>Removes a resource.</summary>
    public async Task<JsonNode?> DeleteAsync(string path) => await SendAsync(HttpMethod.Delete, path, null);

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    private async Task<JsonNode?> SendAsync(HttpMethod method, string path, object? body)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : JsonContent.Create(body) };
        using var answer = await _client.SendAsync(request);
        await EnsureGoodAsync(answer);
        var text = await answer.Content.ReadAsStringAsync();
        return text.Length == 0 ? null : JsonNode.Parse(text);
    }

    private static async Task EnsureGoodAsync(HttpResponseMessage answer)
    {
        if (!answer.IsSuccessStatusCode)
            Assert.Fail($"{answer.RequestMessage!.Method} {answer.RequestMessage.RequestUri}: {(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
    }
}
