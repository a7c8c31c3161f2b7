namespace Baton.Manifest.Tests.Toml;

/// <summary>The official cases, as they lie beside the running test.</summary>
internal static class ConformanceData
{
    public static string Folder { get; } = Path.Combine(AppContext.BaseDirectory, "toml-test");

    /// <summary>Every file of the list, in its order.</summary>
    public static string[] Files { get; } = File.ReadAllLines(Path.Combine(Folder, "files-toml-1.0.0"));

    public static byte[] Read(string file) => File.ReadAllBytes(Path.Combine(Folder, file));

    public static IEnumerable<string> Toml(string group) =>
        Files.Where(f => f.StartsWith(group + "/", StringComparison.Ordinal) && f.EndsWith(".toml", StringComparison.Ordinal));
}
