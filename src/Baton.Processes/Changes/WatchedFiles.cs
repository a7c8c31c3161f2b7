namespace Baton.Processes.Changes;

/// <summary>Files whose changes are told. Compared by value.</summary>
/// <param name="Base">Absolute path that the patterns are relative to.</param>
/// <param name="Paths">Patterns (<see cref="Glob"/>), at least one.</param>
/// <param name="Ignore">Patterns of what is left out, folders with all below them. <c>.git</c> and <c>.baton</c> always are.</param>
public sealed record WatchedFiles(string Base, IReadOnlyList<string> Paths, IReadOnlyList<string> Ignore)
{
    /// <summary>Most folders that are watched for one service: 8,192.</summary>
    public const int MostFolders = 8192;

    private static readonly EnumerationOptions Plain = new() { AttributesToSkip = FileAttributes.ReparsePoint, IgnoreInaccessible = true };

    private readonly Lazy<(List<Glob> Paths, List<Glob> Ignore)> _globs = new(() => (Paths.Select(path => new Glob(path)).ToList(), Ignore.Select(path => new Glob(path)).ToList()));

    /// <summary>A file is meant.</summary>
    /// <param name="path">Relative to the base.</param>
    public bool IsMeant(string path) => !IsIgnored(path) && _globs.Value.Paths.Exists(glob => glob.IsMatch(path));

    /// <summary>A file or folder is left out.</summary>
    public bool IsIgnored(string path) => path.Split('/').Any(part => part is ".git" or ".baton") || _globs.Value.Ignore.Exists(glob => glob.IsMatch(path));

    /// <summary>Something in this folder, or below it, can be meant.</summary>
    /// <param name="path">Relative to the base; empty is the base.</param>
    public bool Reaches(string path) => _globs.Value.Paths.Exists(glob =>
        path == glob.Root || glob.Root.Length == 0 && (!glob.IsFlat || glob.IsMatch(path))
        || path.StartsWith(glob.Root + "/", StringComparison.Ordinal) && glob.Root.Length > 0 && (!glob.IsFlat || glob.IsMatch(path))
        || (glob.Root + "/").StartsWith(path + "/", StringComparison.Ordinal) || path.Length == 0);

    /// <summary>The folders that must be watched, relative to the base, the nearest first. Links are not followed.</summary>
    public IEnumerable<string> Folders(string from = "")
    {
        var todo = new Queue<string>([from]);
        while (todo.TryDequeue(out var folder))
        {
            yield return folder;
            foreach (var name in Names(folder, Directory.EnumerateDirectories))
            {
                if (!IsIgnored(name) && Reaches(name)) todo.Enqueue(name);
            }
        }
    }

    /// <summary>Names of the files in a folder, relative to the base; none when it is gone or may not be read.</summary>
    public IEnumerable<string> FilesIn(string folder) => Names(folder, Directory.EnumerateFiles);

    /// <summary>The patterns that no file matches now. At most <see cref="MostFolders"/> folders are looked at.</summary>
    public IReadOnlyList<string> Unmatched()
    {
        var left = Paths.Select(path => (Path: path, Glob: new Glob(path))).ToList();
        foreach (var folder in Folders().Take(MostFolders))
        {
            foreach (var file in FilesIn(folder))
            {
                if (!IsIgnored(file)) left.RemoveAll(one => one.Glob.IsMatch(file));
            }

            if (left.Count == 0) break;
        }

        return [.. left.Select(one => one.Path)];
    }

    /// <inheritdoc/>
    public bool Equals(WatchedFiles? other) => other is not null && Base == other.Base && Paths.SequenceEqual(other.Paths) && Ignore.SequenceEqual(other.Ignore);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Base, Paths.Count, Ignore.Count);

    private List<string> Names(string folder, Func<string, string, EnumerationOptions, IEnumerable<string>> enumerate)
    {
        try
        {
            var full = Path.Combine(Base, folder);
            return [.. enumerate(full, "*", Plain).Select(path => folder.Length == 0 ? Path.GetFileName(path) : $"{folder}/{Path.GetFileName(path)}")];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
