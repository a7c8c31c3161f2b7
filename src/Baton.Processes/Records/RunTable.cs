using System.Globalization;
using Baton.Core;

namespace Baton.Processes.Records;

/// <summary>
/// <c>run/table</c>: one slot per service with its last run. The intent to spawn is recorded before the spawn, so that after a death of
/// the daemon at any instant every process that may be left is looked for, and run numbers never repeat.
/// </summary>
internal sealed unsafe class RunTable : IDisposable
{
    /// <summary>Services one state directory can hold over its life.</summary>
    public const int MaxSlots = PieceSlots * MaxPieces;

    private const int PieceSlots = 512, MaxPieces = 63;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, int> _slots = [];
    private readonly MappedFile _file;
    private readonly byte*[] _pieces = new byte*[MaxPieces];
    private int _pieceCount;
    private int _used;

    private RunTable(MappedFile file) => _file = file;

    /// <summary>What an earlier daemon of this boot may have left alive; empty after a reboot and in a copied directory.</summary>
    public IReadOnlyList<RunRecord> Unfinished { get; private set; } = [];

    /// <summary>Opens <paramref name="path"/>; a file that is no table of this version is set aside under another name.</summary>
    /// <param name="path">The file; its folder exists.</param>
    /// <param name="state">Id of the state directory.</param>
    /// <param name="bootId">Id of this boot of the machine, 36 characters.</param>
    /// <param name="now">Wall clock, for the name of a file set aside.</param>
    /// <param name="trouble">Told, in a sentence, that the file was set aside.</param>
    public static RunTable Open(string path, StateId state, string bootId, DateTimeOffset now, Action<string> trouble)
    {
        if (TryOpen(path, state, bootId) is { } table) return table;
        var aside = SetAside(path, now);
        trouble($"the run table \"{path}\" could not be read and was set aside as \"{aside}\": run numbers begin again");
        return TryOpen(path, state, bootId) ?? throw new BatonException(ErrorCode.Unavailable, $"cannot create the run table \"{path}\"");
    }

    /// <summary>Gives a file that cannot be used another name, so that a person can look at it, and returns that.</summary>
    public static string SetAside(string path, DateTimeOffset now)
    {
        var aside = path + ".bad-" + now.UtcDateTime.ToString("yyyyMMdd-HHmmss-fff", CultureInfo.InvariantCulture);
        File.Move(path, aside, overwrite: true);
        return aside;
    }

    /// <summary>The slot of a service, made when it has none.</summary>
    public int SlotOf(string service)
    {
        lock (_gate)
        {
            if (_slots.TryGetValue(service, out var slot)) return slot;
            if (_used == MaxSlots) throw new BatonException(ErrorCode.Unavailable, $"cannot record service \"{service}\": {MaxSlots} are recorded already");
            if (_used == _pieceCount * PieceSlots) MapPiece();
            At(_used).Claim(service);
            _slots.Add(service, _used);
            return _used++;
        }
    }

    /// <summary>Number of the last run of a service, 0 when there was none.</summary>
    public int LastRun(string service)
    {
        lock (_gate) return _slots.TryGetValue(service, out var slot) ? At(slot).LastRun : 0;
    }

    /// <summary>Name of the service in a slot; null when there is none.</summary>
    public string? NameOf(int slot)
    {
        lock (_gate) return slot >= 0 && slot < _used ? At(slot).Name : null;
    }

    public void RecordIntent(int slot, int run, DateTimeOffset startedAt) => At(slot).RecordIntent(run, startedAt);

    public void RecordSpawned(int slot, int pid, long startTicks) => At(slot).RecordSpawned(pid, startTicks);

    /// <summary>The run is over; without effect when the slot is not ours or holds a later run by now.</summary>
    public void RecordGone(int slot, int run)
    {
        // The number may come from a mark that a strange process made up.
        lock (_gate)
        {
            if (slot < _used && At(slot).LastRun == run) At(slot).RecordGone();
        }
    }

    public void Dispose() => _file.Dispose();

    private static RunTable? TryOpen(string path, StateId state, string bootId)
    {
        var length = File.Exists(path) ? new FileInfo(path).Length : 0;
        const int pieceBytes = PieceSlots * RunSlot.Bytes;
        if (length > TableHeader.Bytes + ((long)pieceBytes * MaxPieces)) return null;
        var file = MappedFile.Open(path);
        var table = new RunTable(file);
        // A full disk may have let the file grow by a part of a piece, which nothing was ever written to.
        if (table.Load((int)((length - TableHeader.Bytes) / pieceBytes), state, bootId)) return table;
        file.Dispose();
        return null;
    }

    private bool Load(int pieces, StateId state, string bootId)
    {
        var header = new TableHeader(_file.Map(0, TableHeader.Bytes));
        if (!header.IsEmpty && !header.IsValid) return false;
        for (var i = 0; i < Math.Max(pieces, 1); i++) MapPiece();
        while (_used < _pieceCount * PieceSlots && !At(_used).IsFree)
        {
            if (At(_used).Name is not { } name || !_slots.TryAdd(name, _used)) return false;
            _used++;
        }

        if (!header.IsEmpty && header.IsOf(bootId, state))
            Unfinished = [.. Enumerable.Range(0, _used).Select(Read).Where(record => record.Phase != RecordedPhase.Gone)];
        else
            for (var i = 0; i < _used; i++) At(i).RecordGone();
        header.Write(bootId, state);
        return true;
    }

    private RunRecord Read(int slot) => At(slot).Read(slot);

    private void MapPiece()
    {
        const int bytes = PieceSlots * RunSlot.Bytes;
        _pieces[_pieceCount] = _file.Map(TableHeader.Bytes + ((long)_pieceCount * bytes), bytes);
        _pieceCount++;
    }

    private RunSlot At(int slot) => new(_pieces[slot / PieceSlots] + (slot % PieceSlots * RunSlot.Bytes));
}
