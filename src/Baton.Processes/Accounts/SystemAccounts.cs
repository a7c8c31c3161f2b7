using System.Runtime.InteropServices;
using Baton.Processes.Native;

namespace Baton.Processes.Accounts;

/// <summary>The users and groups of this system, as it knows them (files, directory services), and who Baton itself is.</summary>
public static unsafe class SystemAccounts
{
    private const int SmallestBuffer = 4096, LargestBuffer = 1 << 20, ERANGE = 34;

    /// <summary>Number of the user that Baton runs as.</summary>
    public static uint OwnUser => Libc.geteuid();

    /// <summary>Number of the group that Baton runs as.</summary>
    public static uint OwnGroup => Libc.getegid();

    /// <summary>How nice Baton is, -20 to 19.</summary>
    public static int OwnNiceness => Libc.getpriority(0, 0);

    /// <summary>The least niceness that a process of Baton may be given.</summary>
    public static int LeastNiceness
    {
        get
        {
            const int limitOfNice = 13;
            Libc.Limit limit;
            if (OwnUser == 0) return -20;
            // The limit counts the other way round: 20 less the niceness.
            var allowed = Libc.prlimit64(0, limitOfNice, null, &limit) == 0 && limit.Soft <= 40 ? 20 - (int)limit.Soft : 20;
            return Math.Min(allowed, OwnNiceness);
        }
    }

    /// <summary>The user of this name, or else of this number; null when there is none.</summary>
    public static Account? FindUser(string nameOrNumber)
    {
        return Find(nameOrNumber, static (name, entry, buffer, size, found) => Libc.getpwnam_r(name, entry, buffer, size, found),
            static (number, entry, buffer, size, found) => Libc.getpwuid_r(number, entry, buffer, size, found),
            static (Libc.PasswordEntry* entry) => new Account(TextOf(entry->Name), entry->Uid, entry->Gid, TextOf(entry->Home), TextOf(entry->Shell)));
    }

    /// <summary>Number of the group of this name, or else of this number; null when there is none.</summary>
    public static uint? FindGroup(string nameOrNumber)
    {
        return Find(nameOrNumber, static (name, entry, buffer, size, found) => Libc.getgrnam_r(name, entry, buffer, size, found),
            static (number, entry, buffer, size, found) => Libc.getgrgid_r(number, entry, buffer, size, found),
            static (Libc.GroupEntry* entry) => new Group(entry->Gid))?.Gid;
    }

    /// <summary>Names of the users in <c>/etc/passwd</c>, to suggest one of.</summary>
    public static IReadOnlyList<string> UserNames() => NamesIn("/etc/passwd");

    /// <summary>Names of the groups in <c>/etc/group</c>, to suggest one of.</summary>
    public static IReadOnlyList<string> GroupNames() => NamesIn("/etc/group");

    /// <summary>The groups that a login of this user has.</summary>
    internal static uint[] GroupsOf(string name, uint gid)
    {
        var count = 64;
        while (true)
        {
            var groups = new uint[count];
            fixed (uint* first = groups)
            {
                if (Libc.getgrouplist(name, gid, first, &count) >= 0) return groups[..count];
            }

            // It tells how many there are; one that does not grow would never end.
            if (count <= groups.Length) return [gid];
        }
    }

    private delegate int ByName<T>(string name, T* entry, byte* buffer, nuint size, T** found) where T : unmanaged;

    private delegate int ByNumber<T>(uint number, T* entry, byte* buffer, nuint size, T** found) where T : unmanaged;

    private delegate TResult Reading<T, TResult>(T* entry) where T : unmanaged;

    private static TResult? Find<T, TResult>(string nameOrNumber, ByName<T> byName, ByNumber<T> byNumber, Reading<T, TResult> read)
        where T : unmanaged
        where TResult : class
    {
        var isNumber = uint.TryParse(nameOrNumber, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var number);
        for (var size = SmallestBuffer; size <= LargestBuffer; size *= 4)
        {
            T entry;
            T* found = null;
            var buffer = (byte*)NativeMemory.Alloc((nuint)size);
            try
            {
                var error = byName(nameOrNumber, &entry, buffer, (nuint)size, &found);
                if (error != ERANGE && found == null && isNumber) error = byNumber(number, &entry, buffer, (nuint)size, &found);
                if (error != ERANGE) return found == null ? null : read(found);
            }
            finally
            {
                NativeMemory.Free(buffer);
            }
        }

        return null;
    }

    private static string TextOf(byte* text) => Marshal.PtrToStringUTF8((nint)text) ?? "";

    private static IReadOnlyList<string> NamesIn(string file)
    {
        try
        {
            return [.. File.ReadLines(file).Select(line => line.Split(':', 2)[0]).Where(name => name.Length > 0)];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Nothing can be suggested then; that the name is wrong is told all the same.
            return [];
        }
    }

    private sealed record Group(uint Gid);
}
