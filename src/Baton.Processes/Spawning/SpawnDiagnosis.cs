using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Text;
using Baton.Core;
using Baton.Processes.Native;

namespace Baton.Processes.Spawning;

/// <summary>
/// Says why a spawn failed, by looking at the world again. Slow and only ever a guess after the fact: the errno was one number for six
/// steps, and the world may have changed since; when nothing explains it the errno itself is told.
/// </summary>
internal static class SpawnDiagnosis
{
    private const int E2BIG = 7, ENOMEM = 12, ETXTBSY = 26;

    /// <summary>A failure that tells why, and by which of the system's numbers where there is one.</summary>
    public static BatonException Failure(string reason, int? error = null) => new(ErrorCode.SpawnFailed, reason, error is { } number ? new Win32Exception(number) : null);

    /// <summary>The system's number in such a failure; null when it has none.</summary>
    public static int? NumberOf(BatonException failure) => (failure.InnerException as Win32Exception)?.NativeErrorCode;

    /// <summary>One reason that needs no spawn to be known; null when there is none.</summary>
    public static string? RefusalOf(Launch launch)
    {
        if (launch.Command.Count == 0 || launch.Command[0].Length == 0) return "the command is empty";
        if (!Path.IsPathRooted(launch.WorkingDirectory)) return $"working directory \"{launch.WorkingDirectory}\" is not an absolute path";
        for (var i = 0; i < launch.Command.Count; i++)
        {
            if (launch.Command[i].Contains('\0')) return $"argument {i} contains a zero character";
        }

        foreach (var (name, value) in launch.Environment)
        {
            if (name.Length == 0 || name.Contains('=') || name.Contains('\0')) return $"\"{name}\" cannot be the name of an environment variable";
            if (value.Contains('\0')) return $"environment variable \"{name}\" contains a zero character";
        }

        return launch.WorkingDirectory.Contains('\0') ? "the working directory contains a zero character" : null;
    }

    /// <summary>Why nothing was found to execute.</summary>
    public static string NotFound(Launch launch) =>
        ProblemOfFolder(launch.WorkingDirectory) ?? $"program \"{launch.Command[0]}\" was not found in PATH ({ProgramLookup.PathOf(launch)})";

    /// <summary>Why the spawn ended with <paramref name="error"/>.</summary>
    public static string Explain(Launch launch, string program, int error)
    {
        if (error == E2BIG) return "arguments and environment together are too long";
        if (error is Libc.Errno.EAGAIN or ENOMEM) return $"the system has no room for another process: {TextOf(error)}";
        if (error != ETXTBSY && ProblemOf(launch, program) is { } problem) return problem;
        var path = Path.Combine(launch.WorkingDirectory, program);
        return error == ETXTBSY ? $"program \"{path}\" is being written" : $"\"{path}\" cannot be executed: {TextOf(error)}";
    }

    /// <summary>What is wrong with folder and program, as Baton itself sees them; null when nothing is.</summary>
    public static string? ProblemOf(Launch launch, string program)
    {
        if (ProblemOfFolder(launch.WorkingDirectory) is { } folder) return folder;
        var path = Path.Combine(launch.WorkingDirectory, program);
        if (Directory.Exists(path)) return $"\"{path}\" is a folder, not a program";
        if (!File.Exists(path)) return $"program \"{path}\" does not exist";
        if (Libc.access(path, Libc.X_OK) != 0) return $"\"{path}\" is not executable";
        if (InterpreterOf(path) is { } interpreter && !File.Exists(Path.Combine(launch.WorkingDirectory, interpreter)))
            return $"\"{path}\" cannot run: its interpreter \"{interpreter}\" does not exist";
        return null;
    }

    /// <summary>By which number the system would refuse it, as Baton itself sees folder and program; null when it would not, or that cannot be told.</summary>
    /// <param name="launch">What is to run.</param>
    /// <param name="program">Its program; null: nothing of that name was found.</param>
    public static int? NumberOf(Launch launch, string? program)
    {
        if (Libc.access(launch.WorkingDirectory, Libc.X_OK) != 0) return Marshal.GetLastPInvokeError();
        if (program is null) return Libc.Errno.ENOENT;
        var path = Path.Combine(launch.WorkingDirectory, program);
        if (Directory.Exists(path)) return Libc.Errno.EACCES;
        if (Libc.access(path, Libc.X_OK) != 0) return Marshal.GetLastPInvokeError();
        return InterpreterOf(path) is { } interpreter && !File.Exists(Path.Combine(launch.WorkingDirectory, interpreter)) ? Libc.Errno.ENOENT : null;
    }

    /// <summary>It can be read, and is neither a program nor a script that names its interpreter: only a shell would take it.</summary>
    public static bool IsForShell(Launch launch, string program)
    {
        Span<byte> head = stackalloc byte[4];
        return HeadOf(Path.Combine(launch.WorkingDirectory, program), head) is { } length && !head[..length].StartsWith("#!"u8) && !head[..length].SequenceEqual("\u007fELF"u8);
    }

    private static string? ProblemOfFolder(string folder)
    {
        if (File.Exists(folder)) return $"working directory \"{folder}\" is not a folder";
        if (!Directory.Exists(folder)) return $"working directory \"{folder}\" does not exist";
        return Libc.access(folder, Libc.X_OK) != 0 ? $"working directory \"{folder}\" may not be entered: {Libc.LastError()}" : null;
    }

    private static string? InterpreterOf(string path)
    {
        Span<byte> head = stackalloc byte[256];
        if (HeadOf(path, head) is not { } length) return null;
        head = head[..length];
        if (!head.StartsWith("#!"u8)) return null;
        var line = head.IndexOf((byte)'\n') is var end and >= 0 ? head[2..end] : head[2..];
        return Encoding.UTF8.GetString(line).Trim().Split([' ', '\t'], 2)[0].TrimEnd('\r');
    }

    /// <summary>Reads the beginning of a file; how many bytes it has of that, or null when it cannot be read.</summary>
    private static int? HeadOf(string path, Span<byte> head)
    {
        try
        {
            using var file = File.OpenRead(path);
            return file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Then nothing can be said of it; the errno is still told.
            return null;
        }
    }

    private static string TextOf(int error) => Marshal.GetPInvokeErrorMessage(error);
}
