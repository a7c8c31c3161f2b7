using System.Collections.Concurrent;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Baton.Processes.Native;
using Baton.Processes.Records;

namespace Baton.Processes.Tree;

/// <summary>
/// The folder <c>baton-STATE</c> under our own cgroup (version 2), with one cgroup per service in it. Used for one thing: killing all of
/// a tree in one step that no fork can outrun. Ownership does not rest on it.
/// </summary>
internal sealed unsafe class CgroupHome : IDisposable
{
    private readonly string _parent;
    private readonly string _home;
    private readonly string _name;
    private volatile bool _canLimit;

    // Where an earlier host, which lay in another cgroup, put a service.
    private readonly ConcurrentDictionary<string, string> _inherited = new();
    private readonly ConcurrentDictionary<string, bool> _made = new();

    private CgroupHome(string parent, string home)
    {
        _parent = parent;
        _home = home;
        _name = Path.GetFileName(home);
    }

    /// <summary>Name of the folder.</summary>
    public static string NameOf(StateId state) => $"baton-{state}";

    /// <summary>Makes the folder; null and a reason when there is no cgroup v2 that we may use.</summary>
    public static CgroupHome? TryOpen(StateId state, out string? reason)
    {
        if (CgroupMount.OwnFolder() is not { } parent)
        {
            reason = "there is no cgroup v2";
            return null;
        }

        var home = Path.Combine(parent, NameOf(state));
        if (Libc.mkdir(home, 0x1c0 /* 0700 */) != 0 && Marshal.GetLastPInvokeError() != Libc.Errno.EEXIST)
        {
            reason = $"\"{parent}\" cannot be written: {Libc.LastError()}";
            return null;
        }

        reason = File.Exists(Path.Combine(home, "cgroup.kill")) ? null : "this kernel has no cgroup.kill";
        if (reason is null) return new CgroupHome(parent, home);
        Libc.rmdir(home);
        return null;
    }

    /// <summary>Moves a process of a service into the service's cgroup, which is made when missing; false and errno when it cannot be.</summary>
    public bool TryMove(string service, int pid)
    {
        var folder = Path.Combine(_home, service);
        if (_made.TryAdd(service, true)) Libc.mkdir(folder, 0x1c0 /* 0700 */);
        return TryWrite(Path.Combine(folder, "cgroup.procs"), pid);
    }

    /// <summary>Limits a service's tree, whose cgroup is made when missing; the controllers that are missing for it.</summary>
    public IReadOnlyList<string> Limit(string service, ResourceLimits limits)
    {
        if (!_canLimit)
        {
            // Refused where we are not alone in our cgroup and it is not the root; then the controllers may still be there for all that is below.
            CgroupLimits.Enable(_parent);
            CgroupLimits.Enable(_home);
            _canLimit = true;
        }

        var folder = Path.Combine(_home, service);
        if (_made.TryAdd(service, true)) Libc.mkdir(folder, 0x1c0 /* 0700 */);
        return CgroupLimits.Apply(folder, limits);
    }

    /// <summary>How often the kernel has killed in a service's cgroup for want of memory; null when it does not say.</summary>
    public long? OutOfMemoryKills(string service) => CgroupLimits.OutOfMemoryKills(Path.Combine(_home, service));

    /// <summary>Moves a process that is none of ours out again, beside us.</summary>
    public void MoveOut(int pid) => TryWrite(Path.Combine(_parent, "cgroup.procs"), pid);

    /// <summary>Kills all that is in a service's cgroup.</summary>
    public void Kill(string service)
    {
        // Without effect when the cgroup was never made; what it does not reach is killed one by one.
        // (One that a dead daemon made is there too.)
        TryWrite(Path.Combine(_home, service, "cgroup.kill"), 1);
        if (_inherited.TryGetValue(service, out var folder)) TryWrite(Path.Combine(folder, "cgroup.kill"), 1);
    }

    /// <summary>
    /// Finds the cgroup into which an earlier host put a service, by one process of it, and kills through that one too from now on. It must
    /// be called as ours are, so that nobody else's is ever killed.
    /// </summary>
    public void TakeOver(string service, int pid)
    {
        var folder = FolderOf(pid);
        while (folder is not null && !(Path.GetFileName(folder) == service && Path.GetFileName(Path.GetDirectoryName(folder)) == _name)) folder = Path.GetDirectoryName(folder);
        if (folder is not null && folder != Path.Combine(_home, service)) _inherited[service] = folder;
    }

    /// <summary>Removes what is empty; a cgroup with a process in it stays.</summary>
    public void Dispose()
    {
        foreach (var service in Directory.GetDirectories(_home)) Libc.rmdir(service);
        Libc.rmdir(_home);
        foreach (var (_, folder) in _inherited)
        {
            Libc.rmdir(folder);
            if (Path.GetDirectoryName(folder) is { } home) Libc.rmdir(home);
        }
    }

    private static string? FolderOf(int pid)
    {
        try
        {
            return CgroupMount.FolderOf(string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/cgroup"));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It has just ended: then there is nothing to kill through it.
            return null;
        }
    }

    private static bool TryWrite(string path, int number)
    {
        Span<byte> text = stackalloc byte[16];
        Encoding.ASCII.TryGetBytes(number.ToString(CultureInfo.InvariantCulture), text, out var length);
        var fd = Libc.open(path, Libc.O_WRONLY | Libc.O_CLOEXEC, 0);
        if (fd < 0) return false;
        nint written;
        fixed (byte* at = text) written = Libc.write(fd, at, length);
        var error = Marshal.GetLastPInvokeError();
        Libc.close(fd);
        Marshal.SetLastPInvokeError(error);
        return written == length;
    }
}
