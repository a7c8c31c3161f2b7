using Baton.Cli.Parsing;
using Baton.Client;
using Baton.Contracts;

namespace Baton.Cli.Commands;

/// <summary><c>baton exec</c>: a program in the surroundings of a service.</summary>
internal static class ExecCommand
{
    public static readonly CommandShape Shape = new("exec", "Run a program in the environment of a service, in this terminal", RunAsync)
    {
        Operands = "NAME -- PROGRAM [ARGUMENT...]",
        MaxOperands = int.MaxValue,
        TakesProgram = true,
        Details = "It has the service's environment, working directory, user and group, and ends with the program's exit code. It is\nnot supervised. Where no daemon runs, the manifest of the current folder counts.",
        Options = [CommonOptions.State],
    };

    private static async Task<int> RunAsync(CommandContext context, ParsedLine line)
    {
        if (line.Operands.Count < 2 || line.Operands[1].Length == 0) throw CommandException.Usage("\"exec\" needs a service and a program, as in: baton exec web -- env");
        var launch = await LaunchAsync(context, line, line.Operands[0]);
        context.Offline.Become(ForTerminal(launch with { Command = line.Operands[1..] }));
        return ExitCodes.Done;
    }

    /// <summary>What a service is run with: as the daemon says, else the manifest of the current folder.</summary>
    public static async Task<LaunchRecord> LaunchAsync(CommandContext context, ParsedLine line, string service)
    {
        try
        {
            return await DaemonFinder.Connect(context, line).Services.LaunchAsync(service);
        }
        catch (NoDaemonException) when (!line.Has(CommonOptions.State))
        {
            return context.Offline.Launch(service);
        }
    }

    /// <summary>The same with the kind of this terminal, where the service's environment names none: it was made where there was none.</summary>
    public static LaunchRecord ForTerminal(LaunchRecord launch)
    {
        if (launch.Environment.ContainsKey("TERM") || Environment.GetEnvironmentVariable("TERM") is not { Length: > 0 } terminal) return launch;
        return launch with { Environment = new Dictionary<string, string>(launch.Environment) { ["TERM"] = terminal } };
    }
}
