using Tandem.Api.Running;
using Tandem.Switching.Calls;
using Tandem.Switching.Tracing;

namespace Tandem.Server.Tests.Api;

/// <summary>Calls that a test makes up.</summary>
public sealed class MemoryLiveCalls : ILiveCalls
{
    public List<LiveCall> Calls { get; } = [];

    public Dictionary<Guid, TracedMessage[]> Messages { get; } = [];

    /// <summary>The rules of the calls that were ended.</summary>
    public Dictionary<Guid, string> HungUp { get; } = [];

    public Task<IReadOnlyList<LiveCall>> ListAsync() => Task.FromResult<IReadOnlyList<LiveCall>>(Calls);

    public Task<LiveCall?> FindAsync(Guid id) => Task.FromResult(Calls.Find(c => c.Id == id));

    public Task<bool> HangUpAsync(Guid id, string rule)
    {
        HungUp[id] = rule;
        return Task.FromResult(Calls.RemoveAll(c => c.Id == id) > 0);
    }

    public Task<IReadOnlyList<TracedMessage>> TraceAsync(Guid id) => Task.FromResult<IReadOnlyList<TracedMessage>>(Messages.GetValueOrDefault(id) ?? []);

    public byte[] Capture(IReadOnlyList<TracedMessage> messages) => [(byte)messages.Count];
}
