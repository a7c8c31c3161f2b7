using System.Globalization;
using Baton.Core;
using Baton.Processes.Records;
using Baton.Supervision.Services;

namespace Baton.Supervision.Memory;

/// <summary>
/// <c>run/services</c>: the state of every service in a file that is mapped shared, so that it outlives a daemon that is killed between any
/// two stores, and a change costs no system call. A file of an earlier boot, or of a copied directory, is begun anew.
/// </summary>
public sealed unsafe class ServiceMemory : IServiceMemory, IDisposable
{
    private const int PieceSlots = 512, MaxPieces = 63, PieceBytes = PieceSlots * MemorySlot.Bytes;

    // A supervisor's turn may come after the end of everything; a store into what is mapped no more would end the process.
    private readonly Lock _gate = new();
    private readonly Dictionary<string, int> _places = [];
    private readonly Stack<int> _vacant = [];
    private readonly byte*[] _pieces = new byte*[MaxPieces];
    private readonly MappedFile _file;
    private readonly Action<string> _trouble;
    private byte* _header;
    private int _pieceCount;
    private int _used;
    private bool _isClosed;

    private ServiceMemory(MappedFile file, Action<string> trouble) => (_file, _trouble) = (file, trouble);

    /// <inheritdoc/>
    public IReadOnlyList<RememberedService> Services { get; private set; } = [];

    /// <inheritdoc/>
    public ProjectMemory Project { get; private set; } = ProjectMemory.None;

    /// <summary>Opens <paramref name="path"/>; a file that is no memory of this version is set aside under another name.</summary>
    /// <param name="path">The file; its folder exists.</param>
    /// <param name="state">Id of the state directory.</param>
    /// <param name="bootId">Id of this boot of the machine, 36 characters.</param>
    /// <param name="now">Wall clock, for the name of a file set aside.</param>
    /// <param name="trouble">Told, in a sentence, that the file was set aside, or that there is no room for a service.</param>
    /// <exception cref="BatonException">Unavailable: the file cannot be made.</exception>
    public static ServiceMemory Open(string path, StateId state, string bootId, DateTimeOffset now, Action<string> trouble)
    {
        if (TryOpen(path, state, bootId, trouble) is { } memory) return memory;
        var aside = path + ".bad-" + now.UtcDateTime.ToString("yyyyMMdd-HHmmss-fff", CultureInfo.InvariantCulture);
        File.Move(path, aside, overwrite: true);
        trouble($"the memory of the services \"{path}\" could not be read and was set aside as \"{aside}\": what runs is taken over, but restart counts and stops that people asked for are forgotten");
        return TryOpen(path, state, bootId, trouble) ?? throw new BatonException(ErrorCode.Unavailable, $"cannot create the memory of the services \"{path}\"");
    }

    /// <summary>Forgets everything: for an <c>up</c> that finds nothing alive.</summary>
    public void BeginAnew()
    {
        lock (_gate)
        {
            new MemoryHeader(_header).Forget();
            var end = 0;
            while (end < _pieceCount * PieceSlots && !At(end).IsFree) end++;
            // From the last on, so that a death in between leaves no gap, behind which old ones would come to light again.
            while (--end >= 0) At(end).Free();
            _places.Clear();
            _vacant.Clear();
            _used = 0;
            (Services, Project) = ([], ProjectMemory.None);
        }
    }

    /// <summary>Forgets what concerns everything together, and keeps the services: for an <c>up</c> that takes over what is alive.</summary>
    public void BeginUp()
    {
        lock (_gate)
        {
            new MemoryHeader(_header).Forget();
            Project = ProjectMemory.None;
        }
    }

    /// <inheritdoc/>
    public int PlaceOf(string service)
    {
        lock (_gate)
        {
            if (_places.TryGetValue(service, out var place)) return place;
            if (_isClosed) return -1;
            if (!_vacant.TryPop(out place))
            {
                if (!HasRoom(service)) return -1;
                place = _used++;
            }

            At(place).Claim(service);
            _places.Add(service, place);
            return place;
        }
    }

    /// <inheritdoc/>
    public void Forget(string service)
    {
        lock (_gate)
        {
            if (_isClosed || !_places.Remove(service, out var place)) return;
            At(place).Vacate();
            _vacant.Push(place);
        }
    }

    /// <inheritdoc/>
    public void Store(int place, Service state, in SlotFacts facts)
    {
        lock (_gate)
        {
            if (place >= 0 && !_isClosed) At(place).Store(state, facts);
        }
    }

    /// <inheritdoc/>
    public void StoreCause(int place, long? cause)
    {
        lock (_gate)
        {
            if (place >= 0 && !_isClosed) At(place).StoreCause(cause);
        }
    }

    /// <inheritdoc/>
    public void StoreLeaveTold(int place)
    {
        lock (_gate)
        {
            if (place >= 0 && !_isClosed) At(place).StoreLeaveTold();
        }
    }

    /// <inheritdoc/>
    public void StoreProject(ProjectMemory project)
    {
        lock (_gate)
        {
            if (!_isClosed) new MemoryHeader(_header).Store(project);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate)
        {
            if (_isClosed) return;
            _isClosed = true;
            _file.Dispose();
        }
    }

    private static ServiceMemory? TryOpen(string path, StateId state, string bootId, Action<string> trouble)
    {
        var length = File.Exists(path) ? new FileInfo(path).Length : 0;
        if (length > MemoryHeader.Bytes + ((long)PieceBytes * MaxPieces)) return null;
        var memory = new ServiceMemory(MappedFile.Open(path), trouble);
        try
        {
            // A full disk may have let the file grow by a part of a piece, which nothing was ever written to.
            if (memory.Load((int)((length - MemoryHeader.Bytes) / PieceBytes), state, bootId)) return memory;
        }
        catch
        {
            memory.Dispose();
            throw;
        }

        memory.Dispose();
        return null;
    }

    private bool Load(int pieces, StateId state, string bootId)
    {
        if (sizeof(MemoryRecord) != MemorySlot.RecordBytes) throw new InvalidOperationException($"a record has {sizeof(MemoryRecord)} bytes");
        _header = _file.Map(0, MemoryHeader.Bytes);
        var header = new MemoryHeader(_header);
        if (!header.IsEmpty && !header.IsValid) return false;
        for (var i = 0; i < Math.Max(pieces, 1); i++) MapPiece();
        if (header.IsEmpty || !header.IsOf(bootId, state))
        {
            // In this order: it is of this boot only when nothing of another is in it.
            BeginAnew();
            header.Write(bootId, state);
            return true;
        }

        return ReadServices() && header.Read() is { } project && (Project = project) is not null;
    }

    private bool ReadServices()
    {
        var services = new List<RememberedService>();
        for (; _used < _pieceCount * PieceSlots && !At(_used).IsFree; _used++)
        {
            var slot = At(_used);
            if (slot.IsVacant)
            {
                _vacant.Push(_used);
                continue;
            }

            if (!slot.HasState)
            {
                // Its daemon died before it knew anything of it, perhaps in the middle of its name. To be seen as vacant from now on: with this length
                // and the bytes of a name to come it would have the name of neither.
                slot.Vacate();
                _vacant.Push(_used);
                continue;
            }

            if (slot.Name is not { } name) return false;
            if (!_places.TryAdd(name, _used)) return false;
            if (slot.Read() is not { } read) return false;
            services.Add(new RememberedService(name, read.State, read.Facts));
        }

        Services = services;
        return true;
    }

    private bool HasRoom(string service)
    {
        if (_used < _pieceCount * PieceSlots) return true;
        var reason = $"{PieceSlots * MaxPieces} are kept already";
        try
        {
            if (_pieceCount < MaxPieces)
            {
                MapPiece();
                return true;
            }
        }
        catch (BatonException e)
        {
            reason = e.Message;
        }

        _trouble($"the state of service \"{service}\" is not kept, so that a crash of the daemon restarts it: {reason}");
        return false;
    }

    private void MapPiece()
    {
        _pieces[_pieceCount] = _file.Map(MemoryHeader.Bytes + ((long)_pieceCount * PieceBytes), PieceBytes);
        _pieceCount++;
    }

    private MemorySlot At(int place) => new(_pieces[place / PieceSlots] + (place % PieceSlots * MemorySlot.Bytes));
}
