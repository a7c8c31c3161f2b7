using Baton.Control.Access;
using Baton.Core;
using Baton.Manifest;

namespace Baton.Daemon.Access;

/// <summary>A file of tokens. Nobody else than its owner may read it, and that is root or the daemon's user.</summary>
internal static class TokenFile
{
    private const int MostBytes = 256 * 1024;
    private const UnixFileMode OfOthers = ~(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);

    /// <summary>The tokens of a file.</summary>
    /// <param name="path">Absolute path.</param>
    /// <param name="user">The daemon's user.</param>
    /// <exception cref="BatonException">InvalidManifest: it cannot be used, and why.</exception>
    public static IReadOnlyList<AccessToken> Read(string path, uint user)
    {
        // The file itself, wherever links lead: another one may be put in its place, but then it is that one whose rights are looked at.
        var real = Native.Libc.RealPath(path) ?? throw Unusable(path, "it does not exist");
        if (Native.Libc.OwnerOf(real) is not { } owner || (owner != user && owner != 0)) throw Unusable(path, "it belongs to another user; make it yours with: chown");
        if (!File.Exists(real)) throw Unusable(path, "it is no regular file");
        if (ModeOf(path, real) is var mode && (mode & OfOthers) != 0) throw Unusable(path, $"others than its owner may read or write it; mend it with: chmod 600 {path}");
        var content = FileContent.Read(real, MostBytes);
        if (content.Bytes is not { } bytes) throw Unusable(path, content.Problem!);
        var (tokens, problems) = TokenLines.Read(path, bytes);
        return problems.Count == 0 ? tokens : throw new BatonException(ErrorCode.InvalidManifest, $"cannot use token file \"{path}\"; {string.Join("; ", problems)}");
    }

    private static UnixFileMode ModeOf(string path, string real)
    {
        try
        {
            return File.GetUnixFileMode(real);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unusable(path, e.Message);
        }
    }

    private static BatonException Unusable(string path, string reason) => new(ErrorCode.InvalidManifest, $"cannot use token file \"{path}\": {reason}");
}
