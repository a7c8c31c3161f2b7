using System.Buffers;

namespace Baton.Runtime.Routing;

/// <summary>
/// Messages that wait for one target, the oldest first, each with the link that brought it. Any of them can be taken out at once: a link drops its own. Bounded by
/// who adds. It takes no memory while it is empty, but for what it once had places for.
/// </summary>
internal sealed class Backlog
{
    private const int FewestPlaces = 16;

    private Place[] _places = [];
    private int _free = -1, _first = -1, _last = -1;

    /// <summary>How many wait.</summary>
    public int Count { get; private set; }

    /// <summary>The oldest; -1: none.</summary>
    public int First => _first;

    /// <summary>How much of the oldest has been sent; such a one stays.</summary>
    public int FirstSent { get; set; }

    /// <summary>The bytes of one, with the line's end.</summary>
    public ReadOnlySpan<byte> this[int place] => _places[place].Bytes.AsSpan(0, _places[place].Length);

    /// <summary>The link that brought one.</summary>
    public LinkEntry LinkOf(int place) => _places[place].Link!;

    /// <summary>The one that came after one; -1: none.</summary>
    public int After(int place) => _places[place].Next;

    /// <summary>The one that the same link brought after one; -1: none.</summary>
    public int AfterOfLink(int place) => _places[place].NextOfLink;

    /// <summary>It is being sent already.</summary>
    public bool IsBegun(int place) => place == _first && FirstSent > 0;

    public void Add(LinkEntry link, ReadOnlySpan<byte> line)
    {
        if (_free < 0) Grow();
        var at = _free;
        ref var place = ref _places[at];
        _free = place.Next;
        place = new Place(Copy(line), line.Length, link) { Previous = _last, PreviousOfLink = link.Newest };
        if (_last >= 0) _places[_last].Next = at;
        else _first = at;
        _last = at;
        if (link.Newest >= 0) _places[link.Newest].NextOfLink = at;
        else link.Oldest = at;
        link.Newest = at;
        link.Waiting++;
        Count++;
    }

    /// <summary>Puts another message in the place of one.</summary>
    public void Replace(int at, ReadOnlySpan<byte> line)
    {
        ref var place = ref _places[at];
        if (place.Bytes!.Length < line.Length)
        {
            ArrayPool<byte>.Shared.Return(place.Bytes);
            place.Bytes = Copy(line);
        }
        else line.CopyTo(place.Bytes);

        place.Length = line.Length;
    }

    public void Remove(int at)
    {
        ref var place = ref _places[at];
        if (at == _first) FirstSent = 0;
        if (place.Previous >= 0) _places[place.Previous].Next = place.Next;
        else _first = place.Next;
        if (place.Next >= 0) _places[place.Next].Previous = place.Previous;
        else _last = place.Previous;
        RemoveOfLink(place);
        ArrayPool<byte>.Shared.Return(place.Bytes!);
        place = new Place(null, 0, null) { Next = _free };
        _free = at;
        Count--;
    }

    /// <summary>Drops all, and the room for them.</summary>
    public void Clear()
    {
        while (_first >= 0) Remove(_first);
        (_places, _free) = ([], -1);
    }

    /// <summary>Gives back room that is not needed while nothing waits.</summary>
    /// <param name="kept">Places that may stay.</param>
    public void Trim(int kept)
    {
        if (Count == 0 && _places.Length > kept) (_places, _free) = ([], -1);
    }

    private void RemoveOfLink(in Place place)
    {
        var link = place.Link!;
        if (place.PreviousOfLink >= 0) _places[place.PreviousOfLink].NextOfLink = place.NextOfLink;
        else link.Oldest = place.NextOfLink;
        if (place.NextOfLink >= 0) _places[place.NextOfLink].PreviousOfLink = place.PreviousOfLink;
        else link.Newest = place.PreviousOfLink;
        link.Waiting--;
    }

    private void Grow()
    {
        var before = _places.Length;
        Array.Resize(ref _places, Math.Max(FewestPlaces, before * 2));
        for (var i = _places.Length - 1; i >= before; i--)
        {
            _places[i].Next = _free;
            _free = i;
        }
    }

    private static byte[] Copy(ReadOnlySpan<byte> line)
    {
        var bytes = ArrayPool<byte>.Shared.Rent(line.Length);
        line.CopyTo(bytes);
        return bytes;
    }

    private struct Place(byte[]? bytes, int length, LinkEntry? link)
    {
        public byte[]? Bytes = bytes;
        public int Length = length;
        public LinkEntry? Link = link;
        public int Previous = -1, Next = -1, PreviousOfLink = -1, NextOfLink = -1;
    }
}
