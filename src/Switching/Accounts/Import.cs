namespace Tandem.Switching.Accounts;

/// <summary>One row of an import file.</summary>
/// <typeparam name="T"><see cref="EndpointDraft"/>, <see cref="AccountDraft"/> or <see cref="ObjectDraft"/>.</typeparam>
/// <param name="Line">The line of the file on which it stands, counted from 1.</param>
/// <param name="Name">The name.</param>
/// <param name="Draft">The fields of the row.</param>
/// <param name="Problems">What the reader could not make sense of.</param>
public readonly record struct ImportRow<T>(int Line, string Name, T Draft, IReadOnlyList<Problem> Problems);

/// <summary>What is wrong with one line of an import file.</summary>
/// <param name="Line">The line, counted from 1.</param>
/// <param name="Field">The field in the API's spelling.</param>
/// <param name="Message">One line that says what is wrong and what is allowed.</param>
public readonly record struct LineProblem(int Line, string Field, string Message);

/// <summary>What an import did, or would have done.</summary>
/// <param name="Added">Names that were new.</param>
/// <param name="Changed">Names whose object is different now.</param>
/// <param name="Unchanged">Names whose object was like that already.</param>
public readonly record struct ImportCounts(int Added, int Changed, int Unchanged);

/// <summary>The end of an import: all of the file, or nothing when there are problems.</summary>
/// <param name="Counts">What was done; zeros when it was refused.</param>
/// <param name="Problems">The first problems, at most <see cref="MaxProblems"/>, in the order of the file.</param>
/// <param name="ProblemCount">How many problems there are in all.</param>
public sealed record ImportResult(ImportCounts Counts, IReadOnlyList<LineProblem> Problems, int ProblemCount)
{
    /// <summary>How many problems are listed.</summary>
    public const int MaxProblems = 100;

    /// <summary>True when the file was taken over.</summary>
    public bool IsDone => ProblemCount == 0;
}

/// <summary>How far an import is.</summary>
/// <param name="Read">Rows read and checked.</param>
/// <param name="Stored">Rows stored.</param>
/// <param name="ToStore">Rows to be stored in all; 0 while rows are still being read.</param>
public readonly record struct ImportProgress(int Read, int Stored, int ToStore);
