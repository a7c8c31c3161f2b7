using System.Globalization;

namespace Baton.Daemon.Installing;

/// <summary>Who can change what lies in a folder, or put another one in its place.</summary>
internal static class FolderTrust
{
    /// <summary>
    /// Why somebody else than root and a user can do so: the folder, or one above it, belongs to another, or others may write into it. A sticky one, as
    /// <c>/tmp</c>, is no exception: whoever comes first makes what is in it. Null when nobody can.
    /// </summary>
    /// <param name="folder">Absolute path without links.</param>
    /// <param name="user">Number of the user.</param>
    public static string? ProblemOf(string folder, uint user)
    {
        for (var at = folder; at is not null; at = Path.GetDirectoryName(at))
        {
            if (ProblemOf(at, Native.Libc.OwnerOf(at), File.GetUnixFileMode(at), user) is { } problem) return problem;
        }

        return null;
    }

    /// <summary>The same of one folder alone.</summary>
    internal static string? ProblemOf(string folder, uint? owner, UnixFileMode mode, uint user)
    {
        if (owner is not { } uid) return $"\"{folder}\" is gone";
        if (uid != 0 && uid != user) return string.Create(CultureInfo.InvariantCulture, $"\"{folder}\" belongs to {NameOf(uid)}, who can change it");
        if ((mode & UnixFileMode.OtherWrite) != 0) return $"everybody may write into \"{folder}\"";
        if ((mode & UnixFileMode.GroupWrite) != 0) return $"the group of \"{folder}\" may write into it (chmod g-w)";
        return null;
    }

    private static string NameOf(uint uid) => UnitSurroundings.NameOf(uid) ?? string.Create(CultureInfo.InvariantCulture, $"uid {uid}");
}
