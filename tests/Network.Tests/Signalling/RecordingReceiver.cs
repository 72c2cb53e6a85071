using System.Text;
using Tandem.Network.Signalling;
using Tandem.Sip.Flows;

namespace Tandem.Network.Tests.Signalling;

/// <summary>Keeps what a UDP endpoint delivers.</summary>
internal sealed class RecordingReceiver : ISignallingReceiver
{
    internal List<(Flow Flow, byte[] Bytes, long Timestamp)> Messages { get; } = [];

    internal IEnumerable<string> Texts => Messages.Select(m => Encoding.ASCII.GetString(m.Bytes));

    public void Receive(in Flow flow, byte[] buffer, int offset, int length, long receivedTimestamp) =>
        Messages.Add((flow, buffer.AsSpan(offset, length).ToArray(), receivedTimestamp));

    public void ConnectionClosed(in Flow flow) => Assert.Fail("UDP has no connections.");
}
