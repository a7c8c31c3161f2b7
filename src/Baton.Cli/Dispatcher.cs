using Baton.Cli.Commands;
using Baton.Cli.Output;
using Baton.Cli.Parsing;
using Baton.Client;

namespace Baton.Cli;

/// <summary>From words to a command, and from every failure to a message and an exit code.</summary>
internal static class Dispatcher
{
    /// <summary>Carries out one command line; returns the exit code.</summary>
    public static async Task<int> RunAsync(string[] args, CommandContext context)
    {
        try
        {
            return await DispatchAsync(args, context);
        }
        catch (CommandException e)
        {
            return Fail(context, e.Message, ExitCodes.Of(e.Code));
        }
        catch (ProblemException e)
        {
            return Fail(context, ProblemText.Of(e.Problem), ExitCodes.Of(e.Problem.Code));
        }
        catch (NoDaemonException e)
        {
            return Fail(context, $"{e.Message}; start one with: baton up", ExitCodes.NoDaemon);
        }
        catch (Exception e) when (e is ConnectionLostException or InvalidAnswerException)
        {
            return Fail(context, e.Message, ExitCodes.Failed);
        }
        catch (OperationCanceledException)
        {
            return Fail(context, "interrupted", ExitCodes.Failed);
        }
        catch (OutputClosedException)
        {
            // As with "baton ps | head -1": the reader has had enough, which is no failure of the command.
            return ExitCodes.Done;
        }
        catch (IOException e)
        {
            return Fail(context, e.Message, ExitCodes.Failed);
        }
    }

    private static Task<int> DispatchAsync(string[] args, CommandContext context)
    {
        if (args.Length == 0)
        {
            context.Terminal.WriteError(HelpText.OfAll(CommandTable.All()));
            return Task.FromResult(ExitCodes.Usage);
        }

        if (args[0] is "--help" or "-h" or "help") return Help(args, context);
        if (args[0] == "--version") return VersionCommand.PrintOwnAsync(context);
        var command = CommandTable.Find(args[0]) ?? throw UnknownCommand(args[0]);
        var line = CommandParser.Parse(command, args.AsSpan(1));
        return line.WantsHelp ? Print(context, HelpText.Of(command)) : command.RunAsync(context, line);
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

    private static int Fail(CommandContext context, string message, int code)
    {
        context.Terminal.WriteError($"baton: {message}\n");
        return code;
    }
}
