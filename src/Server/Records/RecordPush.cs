using System.Net.Http.Headers;
using System.Text.Json;
using Tandem.Api;
using Tandem.Api.Records;
using Tandem.Storage.Records;
using Tandem.Switching.Parameters;
using Tandem.Switching.Records;

namespace Tandem.Server.Records;

/// <summary>
/// Posts call records to a server as JSON, {"records": […]}, each as the API shows it. A status of 2xx says that the server
/// has them; anything else, or none in time, brings the same ones again, which the server knows by their id.
/// </summary>
public sealed class RecordPush : IRecordTarget, IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    // A redirect could lead records anywhere; the operator has named the server.
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false }) { Timeout = Patience };

    /// <inheritdoc/>
    public string Name => "push";

    /// <inheritdoc/>
    public int BatchSize => 500;

    /// <inheritdoc/>
    public bool IsOn(ParameterSet parameters) => parameters.Get(RecordParameters.ReportServer).Length > 0;

    /// <inheritdoc/>
    public long LastNumber() => 0;

    /// <inheritdoc/>
    public void Take(IReadOnlyList<NumberedRecord> records, ParameterSet parameters, CancellationToken stop)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(new Batch([.. records.Select(RecordView.Whole)]), ApiJson.Options);
        using var request = new HttpRequestMessage(HttpMethod.Post, parameters.Get(RecordParameters.ReportServer)) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        using var answer = _http.Send(request, stop);
        if (!answer.IsSuccessStatusCode) throw new HttpRequestException($"The server answered {(int)answer.StatusCode}.");
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private sealed record Batch(IReadOnlyList<RecordView> Records);
}
