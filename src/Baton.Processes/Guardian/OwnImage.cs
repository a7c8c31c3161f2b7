using System.Globalization;
using System.Runtime.CompilerServices;
using Baton.Processes.Native;

namespace Baton.Processes.Guardian;

/// <summary>
/// The program that this process runs, which the kernel keeps as long as it does, also when its file has been replaced: the build to go back to when what
/// lies under its name now is no good.
/// </summary>
internal static class OwnImage
{
    /// <summary>A path under which it can be started.</summary>
    public static string Path { get; } = string.Create(CultureInfo.InvariantCulture, $"/proc/{Environment.ProcessId}/exe");

    /// <summary>
    /// Another file has the name that this process was started by, and the old one would run: what is not native needs more files than the one, and finds
    /// them by its name.
    /// </summary>
    public static bool IsReplaced => !RuntimeFeature.IsDynamicCodeSupported && Libc.IdentityOf(Environment.ProcessPath!) != Libc.IdentityOf(Path);
}
