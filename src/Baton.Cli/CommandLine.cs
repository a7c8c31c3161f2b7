using Baton.Cli.Output;

namespace Baton.Cli;

/// <summary>The command line: what a person types becomes requests to the daemon, and its answers become text.</summary>
public static class CommandLine
{
    /// <summary>Carries out one command.</summary>
    /// <param name="args">The words after the program's name.</param>
    /// <param name="offline">What can be done without a daemon.</param>
    /// <returns>The exit code, one of <see cref="ExitCodes"/>.</returns>
    public static Task<int> RunAsync(string[] args, IOffline offline)
    {
        var context = new CommandContext(Terminal.OfProcess(), offline, TimeProvider.System, Environment.CurrentDirectory)
        {
            OrchestratorSocket = Environment.GetEnvironmentVariable("VEECLE_ORCHESTRATOR_SOCKET"),
        };
        return Dispatcher.RunAsync(args, context);
    }
}
