using System.Globalization;
using Baton.Processes.Native;

namespace Baton.Processes.Records;

/// <summary>
/// Random number of a state directory, written as 16 hexadecimal digits. It is bound to the directory's device and inode, so that a
/// copied directory gets an id of its own and never takes the original's processes for its own.
/// </summary>
/// <param name="Value">The number.</param>
public readonly record struct StateId(ulong Value)
{
    /// <summary>Reads <c>id</c> in the state directory, or makes it.</summary>
    /// <param name="stateDirectory">An existing folder.</param>
    /// <param name="isNew">The id was made now: nothing in the world can carry it yet.</param>
    /// <exception cref="Core.BatonException">Unavailable: the folder cannot be used.</exception>
    public static StateId Of(string stateDirectory, out bool isNew)
    {
        var path = Path.Combine(stateDirectory, "id");
        var identity = Libc.IdentityOf(stateDirectory)
            ?? throw new Core.BatonException(Core.ErrorCode.Unavailable, $"cannot use state directory \"{stateDirectory}\": {Libc.LastError()}");
        isNew = Read(path, identity) is null;
        return Read(path, identity) ?? Create(path, identity);
    }

    /// <inheritdoc/>
    public override string ToString() => Value.ToString("x16", CultureInfo.InvariantCulture);

    private static StateId? Read(string path, string identity)
    {
        if (!File.Exists(path) || new FileInfo(path).Length > 256) return null;
        var parts = File.ReadAllText(path).Split(' ', '\n');
        if (parts.Length < 2 || parts[0].Length != 16 || parts[1] != identity) return null;
        return ulong.TryParse(parts[0], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value) ? new StateId(value) : null;
    }

    private static StateId Create(string path, string identity)
    {
        var id = new StateId(Libc.RandomNumber());
        // By rename, so that a death in between leaves no half of an id.
        var draft = path + ".new";
        File.WriteAllText(draft, $"{id} {identity}\n");
        File.Move(draft, path, overwrite: true);
        return id;
    }
}
