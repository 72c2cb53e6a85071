using System.Net.Sockets;

namespace Tandem.Architecture.Tests;

/// <summary>Pure code sees bytes, values and the time it is told; it holds nothing that could do more.</summary>
public sealed class PureCodeTests
{
    [Theory]
    [MemberData(nameof(Project.PureNames), MemberType = typeof(Project))]
    public void No_field_signature_or_local_variable_of_a_pure_project_is_of_a_banned_type(string name) =>
        Assert.Empty(Project.Of(name).Assembly.GetTypes().SelectMany(BannedTypes.UsesIn));

    [Theory]
    [MemberData(nameof(Project.PureNames), MemberType = typeof(Project))]
    public void A_pure_project_uses_the_base_library_and_other_pure_projects_only(string name)
    {
        var outside = Project.Of(name).Assembly.GetReferencedAssemblies().Select(a => a.Name!)
            .Where(a => !a.StartsWith("System.", StringComparison.Ordinal) && !Project.All.Any(p => p.Pure && p.AssemblyName == a));
        Assert.Empty(outside);
    }

    [Theory]
    [InlineData(typeof(HoldsASocket), "_socket")]
    [InlineData(typeof(HoldsTasks), "_tasks")]
    [InlineData(typeof(ReadsAClock), "Now")]
    [InlineData(typeof(Waits), "Wait")]
    [InlineData(typeof(OpensAStream), "Length")]
    public void A_banned_type_is_found_wherever_it_hides(Type type, string member) =>
        Assert.Contains(BannedTypes.UsesIn(type), use => use.Contains($".{member}: System.", StringComparison.Ordinal));

#pragma warning disable CS0169, CS0649, CA1823, IDE0044, IDE0051 // they are only looked at
    private sealed class HoldsASocket
    {
        private Socket? _socket;
    }

    private sealed class HoldsTasks
    {
        private Dictionary<int, List<Task<string>[]>>? _tasks;
    }

    private static class ReadsAClock
    {
        public static long Now(TimeProvider time) => time.GetTimestamp();
    }

    private static class Waits
    {
        public static async void Wait() => await Task.CompletedTask;
    }

    private static class OpensAStream
    {
        public static long Length()
        {
            using var stream = new MemoryStream();
            stream.WriteByte(0);
            return stream.Length;
        }
    }
#pragma warning restore
}
