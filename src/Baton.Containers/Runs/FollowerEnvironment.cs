using System.Collections;

namespace Baton.Containers.Runs;

/// <summary>The variables of a follower: those that .NET itself may need to start, and nothing of the service's.</summary>
internal static class FollowerEnvironment
{
    /// <summary>Of this process.</summary>
    public static IReadOnlyDictionary<string, string> Own { get; } = Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
        .Where(entry => entry.Key is string name && (name is "PATH" or "HOME" or "TMPDIR" || name.StartsWith("DOTNET_", StringComparison.Ordinal)))
        .ToDictionary(entry => (string)entry.Key, entry => (string)entry.Value!);
}
