using System.Text.RegularExpressions;
using Baton.Manifest.Binding;
using Baton.Processes;

namespace Baton.Supervision.Manifests;

/// <summary>Reads the keys of a service that is a container: <c>image</c> and what goes with it.</summary>
internal static partial class ContainerKeys
{
    private static readonly string[] PullWords = ["missing", "never", "always"];

    private static readonly string[] WithImage = ["entrypoint", "ports", "volumes", "network", "container_working_dir", "pull"];

    // What a program of this machine starts in, and a container does not.
    private static readonly (string Key, string Why)[] Refused =
    [
        ("working_dir", "it names a folder of this machine; for one inside the container say \"container_working_dir\""),
        ("venv", "what is installed inside a container is up to its image"),
        ("group", "say it with \"user\", as in user = \"1000:1000\""),
        ("nice", "the engine has no such setting; limit it with \"limits\""),
        ("umask", "the engine has no such setting; what runs inside sets its own"),
        ("notify", "its socket is not reachable from inside; ask with \"readiness\" and \"liveness\""),
        ("watchdog_seconds", "its socket is not reachable from inside; ask with \"liveness\""),
    ];

    /// <summary>What its container is made from; null when it is none. A problem was told in either case.</summary>
    /// <param name="table">The service.</param>
    /// <param name="context">What relative paths start from, and where the engine is.</param>
    /// <param name="isOutdone">Something else says what it runs, so that an image means nothing.</param>
    public static ContainerLaunch? Read(TableReader table, ServicesContext context, bool isOutdone = false)
    {
        var image = table.OptionalString("image");
        var container = new ContainerLaunch(image ?? "", context.EngineSocket)
        {
            Entrypoint = Entrypoint(table),
            Ports = PortKeys.Read(table),
            Volumes = VolumeKeys.Read(table, context),
            Network = table.OptionalString("network"),
            WorkingDirectory = Inside(table),
            Pull = table.Word("pull", PullWords) switch { "never" => PullPolicy.Never, "always" => PullPolicy.Always, _ => PullPolicy.Missing },
        };
        if (image is null || isOutdone)
        {
            foreach (var key in WithImage.Where(key => table.Has(key) && !table.Has("image"))) table.Report(key, $"\"{key}\" goes with \"image\" only");
            return null;
        }

        Check(table, context, container);
        return container with { User = User(table) };
    }

    /// <summary>What runs inside: an array, or nothing, which is what the image says.</summary>
    public static ServiceCommand Command(TableReader table, ServicesContext context) =>
        CommandKeys.Choose(Arguments(table, "command"), Arguments(table, "testing_command"), context) ?? new ServiceCommand(null, []);

    /// <summary>A program that asks inside: text is for the shell that every image with a shell has.</summary>
    public static IReadOnlyList<string> Asking(ServiceCommand command) => command.Words ?? ["/bin/sh", "-c", command.Script!];

    private static void Check(TableReader table, ServicesContext context, ContainerLaunch container)
    {
        if (!ImageForm().IsMatch(container.Image))
            table.Report("image", $"\"{container.Image}\" is not the name of an image, as in image = \"redis:7\" or image = \"ghcr.io/owner/name:tag\"");
        else if (context.EngineProblem is { } problem) table.Report("image", problem);
        if (container is { Network: "host" or "none", Ports.Count: > 0 })
            table.Report("ports", $"\"ports\" means nothing with network = \"{container.Network}\"; take one of them out");
        foreach (var (key, why) in Refused)
        {
            // Asked for, so that it is not told a second time as unknown.
            table.IsNull(key);
            if (table.Has(key)) table.Report(key, $"\"{key}\" does not go with \"image\": {why}");
        }
    }

    private static ServiceCommand? Arguments(TableReader table, string key)
    {
        var command = CommandKeys.ReadOne(table, key);
        if (command is { Script: not null })
            table.Report(key, $"with \"image\", \"{key}\" is an array, as in {key} = [\"program\", \"argument\"]; for a shell inside say [\"sh\", \"-c\", \"…\"]");
        return command is { Words: not null } ? command : null;
    }

    private static IReadOnlyList<string>? Entrypoint(TableReader table) =>
        table.Has("entrypoint") ? [.. table.StringList("entrypoint", allowEmptyItems: true).Select(item => item.Text)] : Asked(table, "entrypoint");

    private static IReadOnlyList<string>? Asked(TableReader table, string key)
    {
        table.IsNull(key);
        return null;
    }

    private static string? Inside(TableReader table)
    {
        if (table.OptionalString("container_working_dir") is not { } folder) return null;
        if (!folder.StartsWith('/')) table.Report("container_working_dir", $"\"{folder}\" is not an absolute path inside the container");
        return folder;
    }

    private static string? User(TableReader table)
    {
        var (text, number) = table.TextOrInteger("user");
        return text ?? number?.ToString(System.Globalization.CultureInfo.InvariantCulture);
    }

    // What the engines take, but for the length of a digest: [host[:port]/]path[:tag][@algorithm:hex].
    [GeneratedRegex(@"^(?=.{1,512}$)(?:[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?(?::[0-9]{1,5})?/)?[a-z0-9]+(?:(?:\.|_{1,2}|-+)[a-z0-9]+)*(?:/[a-z0-9]+(?:(?:\.|_{1,2}|-+)[a-z0-9]+)*)*(?::[A-Za-z0-9_][A-Za-z0-9_.-]{0,127})?(?:@[a-z0-9]+:[0-9a-f]{32,128})?$", RegexOptions.CultureInvariant)]
    private static partial Regex ImageForm();
}
