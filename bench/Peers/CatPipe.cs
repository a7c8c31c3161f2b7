using Baton.Bench.World;

namespace Baton.Bench.Peers;

/// <summary>No supervisor: the program's output through a pipe and <c>cat</c> into a file, untagged. What the machine can do.</summary>
internal sealed class CatPipe() : Supervisor("`cat` through a pipe", "")
{
    public override void Write(Arena arena, IReadOnlyList<Service> services)
    {
        var service = services.Single();
        Directory.CreateDirectory(LogFolder(arena, service.Name));
        arena.Write("run", $"{string.Join(' ', service.Command.Select(Quote))} | cat >{Quote($"{LogFolder(arena, service.Name)}/out.log")}\n");
    }

    public override IReadOnlyList<string> StartCommand(Arena arena) => ["/bin/sh", arena["run"]];

    public override string LogFolder(Arena arena, string service) => arena[$"log/{service}"];
}
