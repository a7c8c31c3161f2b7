using System.Runtime.InteropServices;
using System.Text;

namespace Baton.Processes.Spawning;

/// <summary>A null-terminated array of null-terminated UTF-8 strings, as exec wants them, in one block of native memory.</summary>
internal sealed unsafe class NativeStrings : IDisposable
{
    private byte* _block;

    /// <param name="strings">Texts without a zero character.</param>
    public NativeStrings(IReadOnlyCollection<string> strings)
    {
        var pointers = (strings.Count + 1) * sizeof(byte*);
        var bytes = 0;
        foreach (var text in strings) bytes += Encoding.UTF8.GetByteCount(text) + 1;
        _block = (byte*)NativeMemory.Alloc((nuint)(pointers + bytes));
        var at = _block + pointers;
        var end = at + bytes;
        var index = 0;
        foreach (var text in strings)
        {
            Pointers[index++] = at;
            at += Encoding.UTF8.GetBytes(text, new Span<byte>(at, (int)(end - at)));
            *at++ = 0;
        }

        Pointers[index] = null;
    }

    /// <summary>The array.</summary>
    public byte** Pointers => (byte**)_block;

    /// <summary>The first string.</summary>
    public byte* First => Pointers[0];

    public void Dispose()
    {
        NativeMemory.Free(_block);
        _block = null;
    }
}
