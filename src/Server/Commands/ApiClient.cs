using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Tandem.Server.Commands;

/// <summary>Speaks the HTTP API of the switch that a data folder belongs to.</summary>
/// <param name="http">The connection, with address and token.</param>
internal sealed class ApiClient(HttpClient http)
{
    private const string Root = "/api/v1/";
    private const int PageSize = 1000;

    /// <summary>GETs a resource.</summary>
    /// <exception cref="ApiRefusedException">The API has refused.</exception>
    public Task<string> Get(string path) => Send(HttpMethod.Get, path, null);

    /// <summary>POSTs an object as JSON.</summary>
    public Task<string> Post(string path, object? body) => Send(HttpMethod.Post, path, body);

    /// <summary>PATCHes an object with JSON.</summary>
    public Task<string> Patch(string path, object body) => Send(HttpMethod.Patch, path, body);

    /// <summary>PUTs an object as JSON.</summary>
    public Task<string> Put(string path, object body) => Send(HttpMethod.Put, path, body);

    /// <summary>DELETEs a resource.</summary>
    public Task<string> Delete(string path) => Send(HttpMethod.Delete, path, null);

    /// <summary>Reads a list page by page, at most <paramref name="limit"/> items; 0 = all.</summary>
    public async IAsyncEnumerable<JsonElement> List(string path, int limit)
    {
        var left = limit == 0 ? int.MaxValue : limit;
        string? after = null;
        do
        {
            var query = $"{(path.Contains('?') ? '&' : '?')}limit={Math.Min(left, PageSize)}{(after is null ? "" : $"&after={after}")}";
            var page = Parse(await Get(path + query));
            foreach (var item in page.GetProperty("items").EnumerateArray())
            {
                yield return item;
                left--;
            }
            after = page.GetProperty("next").GetString();
        }
        while (after is not null && left > 0);
    }

    /// <summary>Sends a stream and hands the answer over as it comes.</summary>
    public async Task<HttpResponseMessage> Stream(HttpMethod method, string path, HttpContent? content, string? accept = null)
    {
        var request = new HttpRequestMessage(method, Root + path) { Content = content };
        if (accept is not null) request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue(accept));
        var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        if (response.IsSuccessStatusCode) return response;
        using (response) throw new ApiRefusedException(response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    /// <summary>A name as a part of a path.</summary>
    public static string Escape(string name) => Uri.EscapeDataString(name);

    /// <summary>A query of the parameters that have a value.</summary>
    public static string Query(params (string Name, string? Value)[] parameters)
    {
        var given = parameters.Where(p => !string.IsNullOrEmpty(p.Value)).Select(p => $"{p.Name}={Escape(p.Value!)}").ToList();
        return given.Count == 0 ? "" : "?" + string.Join('&', given);
    }

    /// <summary>A JSON text.</summary>
    public static JsonElement Parse(string json)
    {
        using var document = JsonDocument.Parse(json);
        return document.RootElement.Clone();
    }

    private async Task<string> Send(HttpMethod method, string path, object? body)
    {
        var content = body is null ? null
            : new StringContent(JsonSerializer.Serialize(body, Tandem.Api.ApiJson.Options), Encoding.UTF8, "application/json");
        using var response = await Stream(method, path, content);
        return response.StatusCode == HttpStatusCode.NoContent ? "" : await response.Content.ReadAsStringAsync();
    }
}
