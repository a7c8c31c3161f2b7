using System.Buffers.Text;
using System.Runtime.InteropServices;
using Baton.Processes.Native;
using Baton.Processes.Tree;

namespace Baton.Processes.Figures;

/// <summary>
/// Finds the TCP ports a process listens on: the kernel lists listening sockets by inode, and a process's descriptors name inodes. Where
/// nobody listens no descriptor is looked at. Sockets of other network namespaces are not seen.
/// </summary>
internal sealed unsafe class ListeningPorts
{
    private readonly Dictionary<long, int> _portByInode = [];
    private readonly Dictionary<int, int> _ownerByPort = [];
    private IReadOnlyCollection<int>? _only;
    private readonly byte[] _names = GC.AllocateUninitializedArray<byte>(16 * 1024, pinned: true);

    /// <summary>The uid that a listening socket on this port belongs to; null when nobody listens. Known of other users' processes too.</summary>
    public int? OwnerOf(int port) => _ownerByPort.TryGetValue(port, out var uid) ? uid : null;

    /// <summary>Reads the kernel's lists anew.</summary>
    /// <param name="only">Just these ports; null: all.</param>
    public void Refresh(IReadOnlyCollection<int>? only = null)
    {
        _portByInode.Clear();
        _ownerByPort.Clear();
        _only = only;
        AddList("/proc/net/tcp");
        AddList("/proc/net/tcp6");
    }

    /// <summary>Adds the ports of one process, some perhaps twice.</summary>
    public void AddTo(ref List<int>? ports, ProcFiles files, int pid)
    {
        if (_portByInode.Count == 0) return;
        var folder = files.OpenAt(pid, "fd"u8, Libc.O_RDONLY | Libc.O_DIRECTORY);
        if (folder < 0) return;
        fixed (byte* names = _names)
        {
            nint length;
            while ((length = Libc.getdents64(folder, names, _names.Length)) > 0) AddAll(ref ports, folder, _names.AsSpan(0, (int)length));
        }

        Libc.close(folder);
    }

    /// <summary>One line of the kernel's list; null when its socket does not listen.</summary>
    public static (int Port, long Inode, int Uid)? Parse(string line)
    {
        const string listening = "0A";
        var fields = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (fields.Length < 10 || fields[3] != listening) return null;
        var address = fields[1];
        var isPort = int.TryParse(address.AsSpan(address.LastIndexOf(':') + 1), System.Globalization.NumberStyles.AllowHexSpecifier, null, out var port);
        // A uid beyond the positive numbers is shown as -1, which no user has.
        var uid = int.TryParse(fields[7], out var number) ? number : -1;
        return isPort && long.TryParse(fields[9], out var inode) ? (port, inode, uid) : null;
    }

    private void AddList(string path)
    {
        try
        {
            foreach (var line in File.ReadLines(path))
            {
                if (Parse(line) is not { } socket || _only?.Contains(socket.Port) == false) continue;
                _portByInode[socket.Inode] = socket.Port;
                _ownerByPort.TryAdd(socket.Port, socket.Uid);
            }
        }
        catch (IOException)
        {
            // No such protocol here, or no descriptor left to look with: the ports are not known this time.
        }
    }

    private void AddAll(ref List<int>? ports, int folder, ReadOnlySpan<byte> entries)
    {
        const int lengthAt = 16, nameAt = 19;
        var target = stackalloc byte[64];
        while (entries.Length > nameAt)
        {
            var length = MemoryMarshal.Read<ushort>(entries[lengthAt..]);
            nint size;
            fixed (byte* name = entries[nameAt..length]) size = Libc.readlinkat(folder, name, target, 64);
            entries = entries[length..];
            var link = new ReadOnlySpan<byte>(target, (int)Math.Max(size, 0));
            if (!link.StartsWith("socket:["u8) || !Utf8Parser.TryParse(link[8..], out long inode, out _)) continue;
            if (_portByInode.TryGetValue(inode, out var port)) (ports ??= []).Add(port);
        }
    }
}
