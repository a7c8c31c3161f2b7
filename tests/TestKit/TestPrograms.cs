namespace Baton.TestKit;

/// <summary>Where the built helper programs lie.</summary>
public static class TestPrograms
{
    /// <summary>The program that misbehaves on request; its first argument names the behaviour (see <c>tests/TestProcess</c>).</summary>
    public static string TestProcess => Find("TestProcess", "TestProcess");

    /// <summary>
    /// Baton itself: the program that the variable <c>BATON_TEST_PROGRAM</c> names (an absolute path: what people get, as the launcher publishes it, or the native
    /// executable), else the one that is built beside the tests.
    /// </summary>
    public static string Baton => Environment.GetEnvironmentVariable("BATON_TEST_PROGRAM") is { Length: > 0 } program ? program : Find("Baton", "baton");

    /// <summary>Hosts services in a process of its own, so that a test can kill it (see <c>tests/HostProcess</c>).</summary>
    public static string HostProcess => Find("HostProcess", "HostProcess");

    /// <summary>Writes a journal, to be killed (see <c>tests/JournalProcess</c>).</summary>
    public static string JournalProcess => Find("JournalProcess", "JournalProcess");

    /// <summary>The output pump alone, to be killed (see <c>tests/PumpProcess</c>).</summary>
    public static string PumpProcess => Find("PumpProcess", "PumpProcess");

    /// <summary>Writes databases, to be killed (see <c>tests/SqliteProcess</c>).</summary>
    public static string SqliteProcess => Find("SqliteProcess", "SqliteProcess");

    /// <summary>Absolute path of a program of this repository, built with the same configuration as the running test.</summary>
    private static string Find(string project, string program)
    {
        // artifacts/bin/<test project>/<configuration>/ is where the running test lies.
        var own = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd('/'));
        var path = Path.Combine(own.Parent!.Parent!.FullName, project, own.Name, program);
        return File.Exists(path) ? path : throw new FileNotFoundException($"build {project} first: {path} is missing", path);
    }
}
