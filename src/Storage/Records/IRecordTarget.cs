using Tandem.Switching.Parameters;
using Tandem.Switching.Records;

namespace Tandem.Storage.Records;

/// <summary>Where a <see cref="RecordFollower"/> takes records. It is called on one thread.</summary>
public interface IRecordTarget
{
    /// <summary>The name under which the position is kept.</summary>
    string Name { get; }

    /// <summary>How many records it takes at once.</summary>
    int BatchSize { get; }

    /// <summary>Whether the operator wants it.</summary>
    bool IsOn(ParameterSet parameters);

    /// <summary>The number it already has by itself, whatever position was kept; 0 when it cannot tell.</summary>
    long LastNumber();

    /// <summary>Takes records; when it returns they are safe, and an exception means that they come again.</summary>
    void Take(IReadOnlyList<NumberedRecord> records, ParameterSet parameters, CancellationToken stop);
}
