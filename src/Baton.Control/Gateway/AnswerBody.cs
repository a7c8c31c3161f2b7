using System.Buffers;
using Baton.Health.Routes;
using Microsoft.AspNetCore.Http;

namespace Baton.Control.Gateway;

/// <summary>Hands the body of an answer on as it comes: no more of it is here than one piece.</summary>
internal static class AnswerBody
{
    private const int PieceBytes = 32 * 1024;

    /// <summary>Copies it. What it began and could not end is broken off, so that nobody takes it for the whole.</summary>
    /// <returns>False when it was broken off.</returns>
    /// <exception cref="Problems.ProblemException">It broke before any of it was handed on.</exception>
    public static async Task<bool> CopyAsync(HttpResponseMessage from, HttpContext context, GatewayRoute route, ForwardWatch watch)
    {
        if (context.Request.Method == "HEAD" || context.Response.StatusCode is 204 or 304) return true;
        var piece = ArrayPool<byte>.Shared.Rent(PieceBytes);
        try
        {
            watch.Allow(route.Idle);
            await using var body = await from.Content.ReadAsStreamAsync(watch.Token);
            await CopyAsync(body, context.Response, piece, route, watch);
            return true;
        }
        catch (Exception e) when (e is IOException or HttpRequestException or OperationCanceledException && !context.RequestAborted.IsCancellationRequested)
        {
            if (!context.Response.HasStarted) throw GatewayProblems.Broken(route, "the answer broke off");
            context.Abort();
            return false;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(piece);
        }
    }

    private static async Task CopyAsync(Stream body, HttpResponse to, byte[] piece, GatewayRoute route, ForwardWatch watch)
    {
        while (true)
        {
            var reading = body.ReadAsync(piece, watch.Token);
            // Nothing is there yet: whoever asked may know meanwhile that there is an answer.
            if (!reading.IsCompleted && !to.HasStarted) await to.Body.FlushAsync(watch.Token);
            var read = await reading;
            if (read == 0) return;
            watch.Allow(route.Idle);
            await to.Body.WriteAsync(piece.AsMemory(0, read), watch.Token);
        }
    }
}
