using Baton.Cli.Commands;
using Baton.Cli.Output;
using Baton.Cli.Parsing;
using Baton.Client;

namespace Baton.Cli;

/// <summary>From words to a command, and from every failure to a message and an exit code.</summary>
internal static class Dispatcher
{
    /// <summary>Carries out one command line; returns the exit code.</summary>
    public static Task<int> RunAsync(string[] args, CommandContext context)
    {
        try
        {
            var running = DispatchAsync(args, context);
            // What is done already must not pay for the beginning of asynchronous code (about 2 ms in a new process).
            return running.IsCompletedSuccessfully ? running : WaitAsync(running, context);
        }
        catch (Exception e) when (Explain(e) is { } failure)
        {
            return Task.FromResult(Fail(context, failure));
        }
    }

    private static async Task<int> WaitAsync(Task<int> running, CommandContext context)
    {
        try
        {
            return await running;
        }
        catch (Exception e) when (Explain(e) is { } failure)
        {
            return Fail(context, failure);
        }
    }

    /// <summary>What to say and return for a failure; null for a bug, which is to end the process loudly.</summary>
    private static Failure? Explain(Exception e) => e switch
    {
        CommandException command => new Failure(command.Message, ExitCodes.Of(command.Code)),
        ProblemException problem => new Failure(ProblemText.Of(problem.Problem), ExitCodes.Of(problem.Problem.Code)),
        NoDaemonException => new Failure($"{e.Message}; start one with: baton up", ExitCodes.NoDaemon),
        SilentDaemonException => new Failure(e.Message, ExitCodes.Timeout),
        ConnectionLostException or InvalidAnswerException => new Failure(e.Message, ExitCodes.Failed),
        OperationCanceledException => new Failure("interrupted", ExitCodes.Failed),
        // As with "baton ps | head -1": the reader has had enough, which is no failure of the command.
        OutputClosedException => new Failure(null, ExitCodes.Done),
        IOException => new Failure(e.Message, ExitCodes.Failed),
        _ => null,
    };

    private static Task<int> DispatchAsync(string[] args, CommandContext context)
    {
        if (args.Length == 0)
        {
            context.Terminal.WriteError(HelpText.OfAll(CommandTable.All()));
            return Task.FromResult(ExitCodes.Usage);
        }

        if (args[0].StartsWith(RuntimeValues.Socket.Name, StringComparison.Ordinal) && SocketBehind(args) is { } moved) return DispatchAsync(moved, context);
        if (args[0] is "--help" or "-h" or "help") return Help(args, context);
        if (args[0] == "--version") return VersionCommand.PrintOwnAsync(context);
        var command = CommandTable.Find(args[0]) ?? throw UnknownCommand(args[0]);
        var line = CommandParser.Parse(command, args.AsSpan(1));
        return line.WantsHelp ? Print(context, HelpText.Of(command)) : command.RunAsync(context, line);
    }

    /// <summary>
    /// The words with <c>--socket</c> behind the command: of all options that one may stand before it, as the orchestrator's own command line wants it.
    /// Null when it is another option that begins so.
    /// </summary>
    private static string[]? SocketBehind(string[] args)
    {
        var name = RuntimeValues.Socket.Name;
        var count = args[0] == name ? 2 : args[0].StartsWith($"{name}=", StringComparison.Ordinal) ? 1 : 0;
        if (count == 0) return null;
        if (args.Length < count) throw CommandException.Usage($"option {name} needs a value: {name} {RuntimeValues.Socket.Value}");
        // Help and the program's own version ask nobody.
        return args.Length == count || args[count] is "--help" or "-h" or "help" or "--version" ? args[count..] : [args[count], .. args[..count], .. args[(count + 1)..]];
    }

    private static Task<int> Help(string[] args, CommandContext context)
    {
        if (args is not ["help", _, ..]) return Print(context, HelpText.OfAll(CommandTable.All()));
        return Print(context, HelpText.Of(CommandTable.Find(args[1]) ?? throw UnknownCommand(args[1])));
    }

    private static Task<int> Print(CommandContext context, string text)
    {
        context.Terminal.Write(text);
        return Task.FromResult(ExitCodes.Done);
    }

    private static CommandException UnknownCommand(string word)
    {
        if (word.StartsWith('-')) return CommandException.Usage($"unknown option {word}; options stand after the command, see: baton --help");
        var near = NearestWord.Of(word, CommandTable.All().Select(command => command.Name));
        return CommandException.Usage($"unknown command \"{word}\"; {(near is null ? "see: baton --help" : $"did you mean \"{near}\"?")}");
    }

    private static int Fail(CommandContext context, Failure failure)
    {
        if (failure.Message is not null) context.Terminal.WriteError($"baton: {failure.Message}\n");
        return failure.Code;
    }

    private sealed record Failure(string? Message, int Code);
}
