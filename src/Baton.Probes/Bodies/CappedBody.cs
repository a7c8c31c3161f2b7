using System.Buffers;

namespace Baton.Probes.Bodies;

/// <summary>What was read of a body: all of it, or its beginning up to the cap. The memory is borrowed and goes back when this is disposed of.</summary>
internal sealed class CappedBody : IDisposable
{
    /// <summary>Where nothing else is said: 64 KiB.</summary>
    public const int Cap = 64 * 1024;

    // Most answers fit; one that does not makes it grow, so that many probes do not hold a whole cap each.
    private const int First = 4096;

    private byte[] _bytes = ArrayPool<byte>.Shared.Rent(First);
    private readonly int _cap;
    private int _length;

    private CappedBody(int cap) => _cap = cap;

    /// <summary>At most so many bytes of it were read.</summary>
    public int Limit => _cap;

    public ReadOnlyMemory<byte> Bytes => _bytes.AsMemory(0, _length);

    /// <summary>There is nothing after it.</summary>
    public bool IsWhole { get; private set; }

    /// <summary>Reads and forgets: a body that does not come to its end is a failure too. False when there is more than <paramref name="cap"/> bytes.</summary>
    public static async Task<bool> SkipAsync(Stream body, int cap, CancellationToken cancel)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(First);
        try
        {
            var total = 0;
            for (int read; total <= cap && (read = await body.ReadAsync(buffer, cancel)) > 0;) total += read;
            return total <= cap;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Reads to the end, to the cap, or until <paramref name="isEnough"/> says so of what was read up to then.</summary>
    public static async Task<CappedBody> ReadAsync(Stream body, CancellationToken cancel, Func<ReadOnlyMemory<byte>, bool>? isEnough = null, int cap = Cap)
    {
        var made = new CappedBody(cap);
        try
        {
            await made.FillAsync(body, isEnough, cancel);
            return made;
        }
        catch
        {
            made.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = [];
        _length = 0;
    }

    private async Task FillAsync(Stream body, Func<ReadOnlyMemory<byte>, bool>? isEnough, CancellationToken cancel)
    {
        while (_length < _cap)
        {
            if (_length == _bytes.Length) Grow();
            var read = await body.ReadAsync(_bytes.AsMemory(_length, Math.Min(_bytes.Length, _cap) - _length), cancel);
            if (read == 0)
            {
                IsWhole = true;
                return;
            }

            _length += read;
            if (isEnough?.Invoke(Bytes) == true) return;
        }

        // Whether there is more can only be seen by asking for it.
        var beyond = ArrayPool<byte>.Shared.Rent(1);
        IsWhole = await body.ReadAsync(beyond.AsMemory(0, 1), cancel) == 0;
        ArrayPool<byte>.Shared.Return(beyond);
    }

    private void Grow()
    {
        var larger = ArrayPool<byte>.Shared.Rent(Math.Min(_bytes.Length * 4, _cap));
        Bytes.CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = larger;
    }
}
