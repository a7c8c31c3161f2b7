using Baton.Processes.Native;

namespace Baton.Processes.Devices;

/// <summary>
/// The way that the kernel takes along a path, link by link: where it ends, and what would have to change for it to end elsewhere. Read
/// name by name, so it can be wrong about what changes meanwhile; who watches the folders first and then reads it again is not.
/// </summary>
internal sealed class LinkTrail
{
    /// <summary>The kernel's own limit.</summary>
    private const int LinkLimit = 40;

    private const int TypeFolder = 0x4000, TypeLink = 0xA000;

    private readonly HashSet<(string Folder, string Name)> _names = [];
    private readonly HashSet<string> _folders = ["/"];

    private LinkTrail()
    {
    }

    /// <summary>Names that decide, each in its real folder: every link, what the way ends at, and the first that is missing.</summary>
    public IReadOnlyCollection<(string Folder, string Name)> Names => _names;

    /// <summary>Real folders passed, which decide only by being moved or removed.</summary>
    public IReadOnlyCollection<string> Folders => _folders;

    /// <summary>Real path, free of links, of what the way ends at; null when it ends at nothing.</summary>
    public string? Target { get; private set; }

    /// <summary>It passes one of the kernel's own file systems, which do not tell of changes.</summary>
    public bool IsUntold => _folders.Contains("/proc") || _folders.Contains("/sys");

    /// <summary>Follows an absolute path.</summary>
    public static LinkTrail Follow(string path)
    {
        var trail = new LinkTrail();
        trail.Target = trail.Walk(path);
        return trail;
    }

    private string? Walk(string path)
    {
        var rest = new Stack<string>();
        Push(rest, path);
        var folder = "/";
        var links = 0;
        while (rest.TryPop(out var name))
        {
            if (name == ".") continue;
            if (name == "..")
            {
                folder = Path.GetDirectoryName(folder) ?? "/";
                continue;
            }

            var here = Path.Join(folder, name);
            var type = Libc.TypeOf(here);
            if (type == TypeFolder && rest.Count > 0)
            {
                folder = here;
                _folders.Add(folder);
                continue;
            }

            _names.Add((folder, name));
            if (type != TypeLink) return type != 0 && rest.Count == 0 ? here : null;
            if (++links > LinkLimit || Libc.LinkText(here) is not { } text) return null;
            if (text[0] == '/') folder = "/";
            Push(rest, text);
        }

        return folder;
    }

    private static void Push(Stack<string> rest, string path)
    {
        foreach (var name in path.Split('/', StringSplitOptions.RemoveEmptyEntries).Reverse()) rest.Push(name);
    }
}
