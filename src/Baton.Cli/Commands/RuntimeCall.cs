using Baton.Cli.Output;
using Baton.Cli.Parsing;
using Baton.Client.Runtime;

namespace Baton.Cli.Commands;

/// <summary>One act of the runtime part, its values read.</summary>
/// <param name="What">What is done, for <c>cannot WHAT: REASON</c>.</param>
/// <param name="DoAsync">Does it and prints what came of it.</param>
internal sealed record RuntimeCall(string What, Func<RuntimeTarget, Task> DoAsync)
{
    /// <summary>Finds the server, has the act done, and tells of a failure in the way that fits how the server was named; returns the exit code.</summary>
    /// <param name="context">Where it was typed.</param>
    /// <param name="line">What was typed.</param>
    /// <param name="read">Reads the values, before anything is connected.</param>
    public static async Task<int> RunAsync(CommandContext context, ParsedLine line, Func<RuntimeCall> read)
    {
        if (RuntimeFinder.Named(context, line) is { } socket) return await RunNamedAsync(context, socket, read);
        return await RunOwnAsync(context, line, Read(read));
    }

    /// <summary>A command without its act: help, as an error.</summary>
    public static Task<int> HelpAsync(CommandContext context, CommandShape shape)
    {
        context.Terminal.WriteError(HelpText.Of(shape));
        return Task.FromResult(ExitCodes.Usage);
    }

    private static async Task<int> RunNamedAsync(CommandContext context, string socket, Func<RuntimeCall> read)
    {
        try
        {
            var address = RuntimeValues.Address(socket, context.Folder);
            await read().DoAsync(new RuntimeTarget(new RuntimeClient(address, context.Time), IsNamed: true));
            return ExitCodes.Done;
        }
        catch (InvalidValueException e)
        {
            context.Terminal.WriteError(e.ReferenceText);
            return ExitCodes.Usage;
        }
        catch (RuntimeFailureException e)
        {
            context.Terminal.WriteError(RuntimeErrorText.OfReference(e));
            return ExitCodes.Failed;
        }
    }

    private static async Task<int> RunOwnAsync(CommandContext context, ParsedLine line, RuntimeCall call)
    {
        var state = DaemonFinder.StateDirectory(context, line, null);
        if (RuntimeFinder.OfDaemon(state) is not { } address)
        {
            context.Terminal.WriteError($"baton: cannot {call.What}: no daemon with a runtime part runs at \"{state}\"; start one with: baton up --control-socket PATH, or with [runtime] in the manifest\n");
            return ExitCodes.NoDaemon;
        }

        try
        {
            await call.DoAsync(new RuntimeTarget(new RuntimeClient(address, context.Time), IsNamed: false));
            return ExitCodes.Done;
        }
        catch (RuntimeFailureException e)
        {
            context.Terminal.WriteError($"baton: cannot {call.What}: {RuntimeErrorText.Reason(e, address)}\n");
            return CodeOf(e);
        }
    }

    private static RuntimeCall Read(Func<RuntimeCall> read)
    {
        try
        {
            return read();
        }
        catch (InvalidValueException e)
        {
            throw CommandException.Usage(e.Message);
        }
    }

    private static int CodeOf(RuntimeFailureException e)
    {
        if (e.IsSilence) return ExitCodes.Timeout;
        if (e.Stage == RuntimeStage.Connecting) return ExitCodes.NoDaemon;
        return e.Stage == RuntimeStage.Refused && RuntimeErrorText.IsOfUnknown(e) ? ExitCodes.NotFound : ExitCodes.Failed;
    }
}
