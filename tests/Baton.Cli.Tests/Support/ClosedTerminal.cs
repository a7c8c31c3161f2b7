using Baton.Cli.Output;

namespace Baton.Cli.Tests.Support;

/// <summary>A pipe whose reader takes a number of pieces and goes.</summary>
internal sealed class ClosedTerminal(int pieces) : SharedBuffer
{
    private int _left = pieces;

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        if (_left-- <= 0) throw new OutputClosedException();
        base.Write(buffer);
    }
}
