using System.Buffers;
using System.Net;
using Baton.Health.Routes;

namespace Baton.Control.Gateway;

/// <summary>The body of a request, handed on as it comes.</summary>
/// <param name="from">What whoever asked sends.</param>
/// <param name="length">Its length in bytes; null when that was not said.</param>
/// <param name="route">How long it waits.</param>
/// <param name="watch">Is told of each piece.</param>
internal sealed class ForwardedBody(Stream from, long? length, GatewayRoute route, ForwardWatch watch) : HttpContent
{
    private const int PieceBytes = 16 * 1024;

    /// <summary>Why no more of it could be read; null: that is not what failed.</summary>
    public Exception? Failure { get; private set; }

    /// <summary>The next piece is awaited from whoever asked.</summary>
    public bool IsAwaited { get; private set; }

    /// <inheritdoc/>
    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => SerializeToStreamAsync(stream, context, CancellationToken.None);

    /// <inheritdoc/>
    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        var piece = ArrayPool<byte>.Shared.Rent(PieceBytes);
        try
        {
            while (await ReadAsync(piece, cancellationToken) is > 0 and var read)
            {
                await stream.WriteAsync(piece.AsMemory(0, read), cancellationToken);
                await stream.FlushAsync(cancellationToken);
                watch.Allow(route.Timeout);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(piece);
        }
    }

    /// <inheritdoc/>
    protected override bool TryComputeLength(out long bytes)
    {
        bytes = length ?? 0;
        return length is not null;
    }

    private async ValueTask<int> ReadAsync(byte[] piece, CancellationToken cancel)
    {
        IsAwaited = true;
        try
        {
            return await from.ReadAsync(piece, cancel);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            Failure = e;
            throw;
        }
        finally
        {
            // Where patience has ended meanwhile, it stays seen whose piece it was.
            if (!cancel.IsCancellationRequested) IsAwaited = false;
        }
    }
}
