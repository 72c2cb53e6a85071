return await Tandem.Server.Commands.CommandTree.Run(args);
