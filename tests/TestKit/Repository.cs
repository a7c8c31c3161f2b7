namespace Baton.TestKit;

/// <summary>The checkout that the tests were built from.</summary>
public static class Repository
{
    /// <summary>Absolute path of one of its files.</summary>
    public static string File(string path)
    {
        for (var at = AppContext.BaseDirectory; at is not null; at = Path.GetDirectoryName(at))
        {
            if (System.IO.File.Exists(Path.Combine(at, "Baton.slnx"))) return Path.Combine(at, path);
        }

        throw new DirectoryNotFoundException($"no Baton.slnx above {AppContext.BaseDirectory}");
    }
}
