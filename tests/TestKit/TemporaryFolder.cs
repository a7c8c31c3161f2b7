namespace Baton.TestKit;

/// <summary>A folder of the test's own, removed afterwards. Its path is short: Unix socket paths end at 107 bytes.</summary>
public sealed class TemporaryFolder : IDisposable
{
    /// <summary>Absolute path.</summary>
    public string Path { get; } = Directory.CreateTempSubdirectory("baton-t-").FullName;

    /// <summary>Absolute path of something inside.</summary>
    public string this[string name] => System.IO.Path.Combine(Path, name);

    /// <summary>Writes a file inside and returns its path; folders on the way are made.</summary>
    public string Write(string name, string text)
    {
        var path = this[name];
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return path;
    }

    /// <summary>The number that a process writes on a line of a file here, once it is there in full.</summary>
    public async Task<int> NumberInAsync(string name)
    {
        await Eventually.HoldsAsync(() => File.Exists(this[name]) && File.ReadAllText(this[name]).EndsWith('\n'), $"a number in {name}");
        return int.Parse(File.ReadAllText(this[name]), System.Globalization.CultureInfo.InvariantCulture);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (Directory.Exists(Path)) Directory.Delete(Path, recursive: true);
    }
}
