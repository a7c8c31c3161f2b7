namespace Baton.Probes.Resolving;

/// <summary>The name servers of this machine.</summary>
internal static class ResolverFile
{
    public const string Usual = "/etc/resolv.conf";

    // As many as the C library asks.
    private const int MostServers = 3;
    private const int MostLines = 1000;

    /// <summary>The servers that a file names, in their order; this machine itself where it names none, as the C library has it.</summary>
    public static IReadOnlyList<string> ServersIn(string path)
    {
        if (!File.Exists(path)) return ["127.0.0.1"];
        var servers = File.ReadLines(path).Take(MostLines).Select(line => line.Split((char[])[' ', '\t'], StringSplitOptions.RemoveEmptyEntries))
            .Where(words => words is ["nameserver", _, ..]).Select(words => words[1]).Take(MostServers).ToList();
        return servers.Count > 0 ? servers : ["127.0.0.1"];
    }
}
