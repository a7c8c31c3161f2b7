using Baton.Containers.Engine;
using Baton.Processes.Guardian;

namespace Baton.Containers.Following;

/// <summary>Runs a program inside a container, copies what it writes, and ends with its exit code. It is how a probe asks inside.</summary>
public static class ContainerExec
{
    /// <summary>First word of its command line; the others are the engine's socket, the container, the program and its arguments.</summary>
    public const string Verb = "container-exec";

    /// <summary>Does it; the exit code, or <see cref="ContainerFollower.Trouble"/> where there is none.</summary>
    public static async Task<int> RunAsync(string[] args)
    {
        using var engine = new EngineClient(args[1], TimeProvider.System);
        using var streams = new OwnStreams();
        try
        {
            var exec = await engine.PrepareAsync(args[2], new ExecWish(args[3..]), CancellationToken.None).ConfigureAwait(false);
            await using (var output = await engine.RunAsync(exec, CancellationToken.None).ConfigureAwait(false))
            {
                var frames = new LogFrames(output);
                while (await frames.ReadAsync(CancellationToken.None).ConfigureAwait(false) is var (isError, bytes))
                    await streams.WriteAsync(isError, bytes, CancellationToken.None).ConfigureAwait(false);
            }

            return (await engine.LookAtExecAsync(exec, CancellationToken.None).ConfigureAwait(false)).ExitCode ?? ContainerFollower.Trouble;
        }
        catch (Exception e) when (e is EngineException or IOException or HttpRequestException or InvalidDataException)
        {
            StandardError.Write($"baton: cannot run \"{args[3]}\" in container \"{args[2]}\": {e.Message}\n");
            return ContainerFollower.Trouble;
        }
    }
}
