using System.Globalization;
using Baton.Cli.Output;
using Baton.Cli.Parsing;
using Baton.Cli.View;
using Baton.Client.Runtime;

namespace Baton.Cli.Commands;

/// <summary><c>baton runtime</c>: instances, programs that are added while Baton runs.</summary>
internal static class RuntimeCommand
{
    private static readonly OptionShape NewId = new("--id", "For add: the instance's id, a UUID; else a new one", "ID");
    private static readonly OptionShape Copy = new("--copy", "For add: send the program, instead of naming one that is there");
    private static readonly OptionShape Privileged = new("--privileged", "For add: it may start and stop instances itself");
    private static readonly OptionShape Priority = new("--priority", "For start: high, normal or low (default: as Baton itself)", "PRIORITY");

    public static readonly CommandShape Shape = new("runtime", "Add, start, stop, remove or list instances: programs added while Baton runs", RunAsync)
    {
        Operands = "list|add PATH|start ID|stop ID|remove ID|stdout ID",
        MaxOperands = 2,
        Details = "add makes an instance of a program and prints its id; start and stop return when that is done. stdout shows what an\n"
            + "instance writes from now on, until it is removed. PATH is of the server's machine, unless --copy sends the program.",
        Options = [NewId, Copy, Privileged, Priority, RuntimeValues.Socket, CommonOptions.State, CommonOptions.Format],
    };

    private static Task<int> RunAsync(CommandContext context, ParsedLine line)
    {
        var wantsJson = CommonOptions.WantsJson(line);
        var act = line.Operand;
        RuntimeValues.RefuseForeign(line, "runtime", act, (NewId, ["add"]), (Copy, ["add"]), (Privileged, ["add"]), (Priority, ["start"]), (CommonOptions.Format, ["list"]));
        if (act is null) return RuntimeCall.HelpAsync(context, Shape);
        Func<RuntimeCall> read = line.Operands switch
        {
            ["list"] => () => new RuntimeCall("list instances", runtime => ListAsync(context, runtime, wantsJson)),
            ["add", var path] => () => AddOf(context, line, path),
            ["start", var id] => () => StartOf(context, line, RuntimeValues.Id(id, "ID")),
            ["stop", var id] => () => ActOf(context, "stop", "stopped", id, (runtime, which) => runtime.Client.StopAsync(which)),
            ["remove", var id] => () => ActOf(context, "remove", "removed", id, (runtime, which) => runtime.Client.RemoveAsync(which)),
            ["stdout", var id] => () => ActOf(context, "follow", null, id, (runtime, which) => FollowAsync(context, runtime, which)),
            ["add"] => throw CommandException.Usage("\"runtime add\" needs the path of a program, as in: baton runtime add ./ping"),
            ["start" or "stop" or "remove" or "stdout"] => throw CommandException.Usage($"\"runtime {act}\" needs the id of an instance; there are: baton runtime list"),
            ["list", _] => throw CommandException.Usage("\"runtime list\" takes options only"),
            _ => throw CommandException.Usage($"\"runtime\" has no \"{act}\"; it takes list, add PATH, start ID, stop ID, remove ID or stdout ID"),
        };
        return RuntimeCall.RunAsync(context, line, read);
    }

    private static async Task ListAsync(CommandContext context, RuntimeTarget runtime, bool wantsJson)
    {
        var info = await runtime.Client.InfoAsync();
        if (wantsJson) JsonText.Print(context.Terminal, writer => info.Json.GetProperty("runtimes").WriteTo(writer));
        else context.Terminal.Write(RuntimeTables.Instances(info.Instances, runtime.IsNamed, context.Terminal.Show));
    }

    private static RuntimeCall AddOf(CommandContext context, ParsedLine line, string path)
    {
        var id = RuntimeValues.Id(line, NewId) ?? InstanceIdText.New(context.Time);
        var isPrivileged = line.Has(Privileged);
        return new RuntimeCall($"add instance \"{id}\"", async runtime =>
        {
            if (line.Has(Copy)) await UploadAsync(context, runtime, id, path, isPrivileged);
            else
            {
                await runtime.Client.AddAsync(id, runtime.IsNamed ? path : FromHere(context.Folder, path), isPrivileged);
                context.Terminal.Write($"added instance {id}\n");
            }
        });
    }

    // A named server may be on another machine, and takes the path as it was typed. The project's daemon is here, though in another folder; without a slash
    // the program is looked for in PATH.
    private static string FromHere(string folder, string path)
    {
        if (!path.Contains('/') || path[0] == '/') return path;
        return Path.Join(folder, path.StartsWith("./", StringComparison.Ordinal) ? path[2..] : path);
    }

    private static async Task UploadAsync(CommandContext context, RuntimeTarget runtime, Guid id, string path, bool isPrivileged)
    {
        var progress = new UploadProgress(context.Terminal);
        long sent;
        try
        {
            sent = await runtime.Client.AddWithBinaryAsync(id, path, isPrivileged, progress.Show);
        }
        finally
        {
            progress.Clear();
        }

        context.Terminal.Write(string.Create(CultureInfo.InvariantCulture, $"added instance {id} (sent {sent} bytes)\n"));
    }

    private static RuntimeCall StartOf(CommandContext context, ParsedLine line, Guid id)
    {
        var priority = RuntimeValues.Priority(line, Priority);
        return new RuntimeCall($"start instance \"{id}\"", async runtime =>
        {
            await runtime.Client.StartAsync(id, priority);
            context.Terminal.Write($"started instance {id}\n");
        });
    }

    private static RuntimeCall ActOf(CommandContext context, string verb, string? done, string text, Func<RuntimeTarget, Guid, Task> act)
    {
        var id = RuntimeValues.Id(text, "ID");
        return new RuntimeCall($"{verb} instance \"{id}\"", async runtime =>
        {
            await act(runtime, id);
            if (done is not null) context.Terminal.Write($"{done} instance {id}\n");
        });
    }

    private static async Task FollowAsync(CommandContext context, RuntimeTarget runtime, Guid id)
    {
        var output = new RawOutput(context.Terminal);
        await runtime.Client.FollowOutputAsync(id, output.Write);
        output.End();
    }
}
