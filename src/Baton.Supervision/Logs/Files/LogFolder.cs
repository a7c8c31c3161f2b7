using System.Globalization;
using System.Runtime.InteropServices;
using Baton.Core;
using Baton.Processes.Output;
using Microsoft.Win32.SafeHandles;

namespace Baton.Supervision.Logs.Files;

/// <summary>The folder of one service's log files: which there are, and opening one of them.</summary>
/// <remarks>
/// The writer renames the file it writes to when it begins the next, at any time, so a name says which file it is only at the moment
/// of listing: after opening the last file of a run the folder is listed again to see that it still was that one.
/// </remarks>
internal sealed class LogFolder(string logsDirectory, string service)
{
    private const int MaxOpenAttempts = 16;

    private readonly string _path = Path.Combine(logsDirectory, service);

    public string Service { get; } = service;

    /// <summary>The files there are, in the order of writing; of one run only when <paramref name="run"/> is given.</summary>
    public List<LogFileId> List(int? run = null)
    {
        using var folder = OpenFolder();
        return folder is null ? [] : List(folder, run);
    }

    /// <summary>Opens a listed file; null when it is gone by now.</summary>
    public LogFile? Open(LogFileId id)
    {
        using var folder = OpenFolder();
        for (var attempt = 0; folder is not null && attempt < MaxOpenAttempts; attempt++)
        {
            var now = List(folder, id.Run).Find(file => file.Segment == id.Segment);
            // A listing may miss a file that is renamed meanwhile; twice in a row means that it is gone.
            if (now.Name is null && attempt > 0) return null;
            if (now.Name is null) continue;
            var handle = Libc.OpenFile(folder, now.Name);
            var error = Marshal.GetLastPInvokeError();
            if (handle.IsInvalid && error != Libc.ENOENT) throw Unusable(now.Name, error);
            if (handle.IsInvalid) continue;
            if (!now.IsLast || List(folder, id.Run).Contains(now)) return new LogFile(handle, id with { Name = now.Name });
            handle.Dispose();
        }

        return null;
    }

    private SafeFileHandle? OpenFolder()
    {
        var folder = Libc.OpenFolder(_path);
        if (!folder.IsInvalid) return folder;
        var error = Marshal.GetLastPInvokeError();
        return error == Libc.ENOENT ? null : throw Unusable("", error);
    }

    private List<LogFileId> List(SafeFileHandle folder, int? run)
    {
        var files = new List<LogFileId>();
        // The open folder itself, whatever its path leads to by now.
        var path = string.Create(CultureInfo.InvariantCulture, $"/proc/self/fd/{folder.DangerousGetHandle()}");
        foreach (var file in Directory.EnumerateFiles(path))
        {
            if (LogFileName.Parse(Path.GetFileName(file)) is not { } name || name.Service != Service) continue;
            if (run is { } wanted && name.Run != wanted) continue;
            var segment = name.Segment ?? int.MaxValue;
            files.Add(new LogFileId(name.Run, segment, Path.GetFileName(file), name.Segment is null, name.StartedAt.UtcDateTime));
        }

        files.Sort(InOrder);
        DropCopies(files);
        NumberLast(files);
        return files;
    }

    private static int InOrder(LogFileId a, LogFileId b)
    {
        var order = a.CompareTo(b.Run, b.Segment);
        if (order == 0) order = a.StartedAt.CompareTo(b.StartedAt);
        return order != 0 ? order : a.IsCompressed.CompareTo(b.IsCompressed);
    }

    /// <summary>While a file is there plain and compressed, the plain one counts: the other has just been made, or not whole.</summary>
    private static void DropCopies(List<LogFileId> files)
    {
        for (var i = files.Count - 1; i > 0; i--)
        {
            if (files[i].CompareTo(files[i - 1].Run, files[i - 1].Segment) == 0 && files[i].StartedAt == files[i - 1].StartedAt) files.RemoveAt(i);
        }
    }

    /// <summary>The last file of a run has no number in its name: it is the one after the highest.</summary>
    private static void NumberLast(List<LogFileId> files)
    {
        for (var i = 0; i < files.Count; i++)
        {
            if (!files[i].IsLast) continue;
            var follows = i > 0 && files[i - 1].Run == files[i].Run && files[i - 1].Segment < int.MaxValue;
            files[i] = files[i] with { Segment = follows ? files[i - 1].Segment + 1 : 0 };
        }
    }

    private BatonException Unusable(string name, int error) => new(
        ErrorCode.Unavailable,
        $"cannot read log \"{Path.Combine(_path, name)}\": {(error == Libc.ELOOP ? "it is a symbolic link" : Marshal.GetPInvokeErrorMessage(error))}");
}
