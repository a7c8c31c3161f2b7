namespace Baton.Client.Runtime;

/// <summary>Hands a program over: announced with length and hash, sent when the server says so, and confirmed by it.</summary>
internal static class BinaryUpload
{
    /// <summary>Sends the file; returns how many bytes that were.</summary>
    /// <param name="exchange">Connected; it has asked nothing yet.</param>
    /// <param name="path">The file.</param>
    /// <param name="announce">The request for a length and a hash.</param>
    /// <param name="progress">Told of bytes sent and of all, after each piece; null when nobody looks.</param>
    public static async Task<long> SendAsync(RuntimeExchange exchange, string path, Func<long, byte[], ReadOnlyMemory<byte>> announce, Action<long, long>? progress)
    {
        using var file = BinaryFile.Open(path);
        await exchange.SendAsync(announce(file.Length, file.Hash()), RuntimeStage.AnnouncingBinary);
        await exchange.AnswerAsync(RuntimeStage.AnnouncingBinary, RuntimeClient.QuickLimit);
        await SendBytesAsync(exchange, file, progress);
        await exchange.AnswerAsync(RuntimeStage.ReceivingFinalResponse, RuntimeClient.ActLimit);
        return file.Length;
    }

    private static async Task SendBytesAsync(RuntimeExchange exchange, BinaryFile file, Action<long, long>? progress)
    {
        for (var at = 0L; at < file.Length;)
        {
            var piece = file.ReadAt(at);
            try
            {
                await exchange.SendAsync(piece, RuntimeStage.SendingBinary);
            }
            catch (RuntimeFailureException e) when (!e.IsSilence)
            {
                await TellRefusalAsync(exchange);
                throw;
            }

            at += piece.Length;
            progress?.Invoke(at, file.Length);
        }
    }

    // A server that does not want the rest may say why and close; that says more than the broken connection.
    private static async Task TellRefusalAsync(RuntimeExchange exchange)
    {
        try
        {
            await exchange.AnswerAsync(RuntimeStage.SendingBinary, RuntimeClient.QuickLimit);
        }
        catch (RuntimeFailureException e) when (e.Stage != RuntimeStage.Refused)
        {
            // It has said nothing: the broken connection is what there is to tell.
        }
    }
}
